/** A number with what it counts, in one or many. */
export const amount = (number: number, word: string, many = `${word}s`): string =>
  `${number.toLocaleString()} ${number === 1 ? word : many}`
