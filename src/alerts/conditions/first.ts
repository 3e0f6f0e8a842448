import { z } from 'zod'
import { boundedText } from '../../query/condition.ts'
import { condition } from '../condition.ts'
import { duration, durationMs } from '../duration.ts'

/** So many values of a group are remembered; of more, those that were seen last. */
const mostValues = 1_000

/** `b`: when the group was seen first. `v`: its values, and when each was seen last. */
type Known = { readonly b: number; readonly v: Readonly<Record<string, number>> }

/** How exactly it is remembered when a value was seen: what is seen all the time need not be written all the time. */
const coarseMs = 3_600_000

function oldestOf(values: Known['v']): string {
  let oldest = ''
  for (const value in values)
    if (oldest === '' || (values[value] ?? 0) < (values[oldest] ?? 0)) oldest = value
  return oldest
}

function remembered(values: Known['v'], value: string, at: number): Known['v'] {
  const before = values[value]
  if (before !== undefined && Math.abs(at - before) < coarseMs) return values
  const after: Record<string, number> = { ...values, [value]: at }
  if (before === undefined && Object.keys(after).length > mostValues) delete after[oldestOf(values)]
  return after
}

/**
 * A value that a group never had before. The first value of a group is no news: with it the group becomes known. With
 * `settled`, a group must have been known for that long.
 */
export const first = condition({
  name: 'first',
  schema: z.strictObject({
    when: z.literal('first'),
    of: boundedText,
    settled: duration.optional(),
  }),
  counts: ({ of }) => of,
  learnsFrom: () => '90d',
  keepsFor: () => '90d',
  step(before: Known | undefined, { at, value = '' }, { settled }) {
    if (!before) return { state: { b: at, v: { [value]: at } } }
    const isKnown = before.v[value] !== undefined
    const state = { b: Math.min(before.b, at), v: remembered(before.v, value, at) }
    if (isKnown || at - before.b < durationMs(settled ?? '')) return { state }
    return { state, fired: { known: Object.keys(before.v).length } }
  },
  why: ({ known = 0 }, { of }) =>
    `its value of ${of} was never seen before, beside ${known} that were`,
})
