/** A line of the bench's result. */
export const write = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
