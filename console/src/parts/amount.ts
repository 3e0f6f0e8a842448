/** A number with what it counts, in one or many. */
export const amount = (number: number, word: string): string =>
  `${number.toLocaleString()} ${word}${number === 1 ? '' : 's'}`
