/** What stands behind `--NAME=` on the command line of a bench. */
export function given(name: string): string | undefined {
  const begins = `--${name}=`
  return process.argv.find((argument) => argument.startsWith(begins))?.slice(begins.length)
}
