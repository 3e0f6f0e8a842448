import type { Dialect } from '../dialect.ts'

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const day = 86_400_000

/** A day's number as a date: the type has 16 bits. */
const dateOf = (milliseconds: string) => `toDate(toUInt16(intDiv(${milliseconds}, ${day})))`

/** The names of the tables that are read from and written to. */
export type Tables = { readonly facts: string; readonly dictionary: string }

/**
 * What ClickHouse says, in functions that it has had for long. A row that was written twice is read once (`final`); both are
 * alike, so it does not matter which.
 */
export const clickhouseDialect = ({ facts, dictionary }: Tables): Dialect => ({
  facts: `${facts} final`,
  dictionary: `${dictionary} final`,
  mostPasses: 1,
  quoted,
  // Without it a number that has no sign is of a type that one with a sign has nothing in common with.
  long: (number) => `toInt64(${number})`,
  text: (value) => `toString(${value})`,
  isLike: (text, pattern) => `${text} like ${quoted(pattern)}`,
  countDistinct: (value, none) =>
    none === undefined ? `uniqExact(${value})` : `uniqExactIf(${value}, ${value} <> ${none})`,
  monthStart: (milliseconds) =>
    `toInt64(toUInt16(toStartOfMonth(${dateOf(milliseconds)}))) * ${day}`,
  // A zone may be a day ahead or behind.
  calendar: { from: day, before: Date.UTC(2149, 5) },
})
