import { z } from 'zod'
import { boundedText } from '../../query/condition.ts'
import { condition } from '../condition.ts'
import { duration, durationMs } from '../duration.ts'

/** So many values of a group are remembered; of more, those that were seen last. */
const mostValues = 1_000

/** `b`: when the group was seen first. `v`: its values, and when each was seen last. */
type Known = { readonly b: number; readonly v: Readonly<Record<string, number>> }

function remembered(values: Known['v'], value: string, at: number): Known['v'] {
  const { [value]: _, ...others } = values
  const entries = [...Object.entries(others), [value, at] as const]
  return Object.fromEntries(entries.slice(-mostValues))
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
