import type { Span } from '../query/zone.ts'

/** What databases of columns say in different ways. */
export type Dialect = {
  /** What is read from: the rows of the events, and the values by number. */
  readonly facts: string
  readonly dictionary: string
  /** In up to so many columns a value is looked for with a pass over the rows for each; in more, with one for all. */
  readonly mostPasses: number
  /** A text as it is written in a statement. */
  quoted(text: string): string
  /** A whole number of 64 bits. */
  long(number: number): string
  /** A value as text. */
  text(value: string): string
  /** Whether a text is what a pattern of SQL says, in which `\` takes the meaning from `%` and `_`. */
  isLike(text: string, pattern: string): string
  /** How many values there are, not counting `none`. */
  countDistinct(value: string, none: string | undefined): string
  /** The milliseconds at which the month of a time began, both in UTC. */
  monthStart(milliseconds: string): string
  /** The times whose months it knows, in milliseconds. */
  readonly calendar: Span
}
