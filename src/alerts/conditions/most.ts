import { z } from 'zod'
import { boundedText } from '../../query/condition.ts'
import { condition } from '../condition.ts'
import { duration, durationMs } from '../duration.ts'

const mostValues = 1_000

/** `b`: when the group was seen first. `v`: the values of the window, and when each was seen last. `h`: the most there ever were. */
type Known = {
  readonly b: number
  readonly v: Readonly<Record<string, number>>
  readonly h: number
}

/** More different values of a field within a window than there ever were, once a group has been known for `settled`. */
export const most = condition({
  name: 'most',
  schema: z.strictObject({
    when: z.literal('most'),
    of: boundedText,
    within: duration,
    settled: duration.default('7d'),
  }),
  counts: ({ of }) => of,
  learnsFrom: () => '90d',
  keepsFor: () => '90d',
  step(before: Known | undefined, { at, value = '' }, { within, settled }) {
    const windowMs = durationMs(within)
    const near = Object.entries(before?.v ?? {}).filter(
      ([name, seen]) => name !== value && Math.abs(seen - at) < windowMs,
    )
    const values = [...near, [value, at] as const].slice(-mostValues)
    const [begin, highest] = [before?.b ?? at, before?.h ?? 0]
    const state = { b: begin, v: Object.fromEntries(values), h: Math.max(highest, values.length) }
    if (values.length <= highest || at - begin < durationMs(settled)) return { state }
    return { state, fired: { count: values.length, before: highest } }
  },
  why: ({ count = 0, before = 0 }, { of, within }) =>
    `${count} different values of ${of} came within ${within}, and never more than ${before} before`,
})
