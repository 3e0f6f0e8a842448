import { numberRange } from './number-range.ts'
import type { Query } from './query.ts'

/**
 * The part of the log that can hold what a query is about, by its cursors and its conditions on `seq`: whole numbers, `first`
 * belongs to it, `before` does not. A reader need not look further.
 */
export function sequenceSpan({ where, after = -1, before = Infinity }: Query) {
  const ranges = where
    .filter(({ field, values, not }) => field === 'seq' && values.length === 1 && !not)
    .map(({ values: [value = ''] }) => numberRange(value))
  const firsts = ranges.map(({ from = 0, over = -1 }) =>
    Math.max(Math.ceil(from), Math.floor(over) + 1),
  )
  const ends = ranges.map(({ to = Infinity, under = Infinity }) =>
    Math.min(Math.floor(to) + 1, Math.ceil(under)),
  )
  return { first: Math.max(0, after + 1, ...firsts), before: Math.min(before, ...ends) }
}
