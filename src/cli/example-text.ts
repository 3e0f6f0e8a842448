/** What stands below the flags in a command's help: how it is called, line by line. */
export const exampleText = (...calls: readonly string[]): string =>
  ['', 'Examples:', ...calls.map((call) => `  keepwatch ${call}`)].join('\n')
