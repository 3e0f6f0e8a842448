import { z } from 'zod'
import { boundedText } from '../../query/condition.ts'
import { condition } from '../condition.ts'
import { duration, durationMs } from '../duration.ts'
import { crowded } from '../near.ts'

const mostValues = 1_000

type Values = Readonly<Record<string, number>>

/** So many different values of a field within a window; then it counts anew. */
export const distinct = condition({
  name: 'distinct',
  schema: z.strictObject({
    when: z.literal('distinct'),
    of: boundedText,
    at_least: z.int().min(2).max(mostValues),
    within: duration,
  }),
  counts: ({ of }) => of,
  keepsFor: ({ within }) => within,
  step(before: Values | undefined, { at, value = '' }, { at_least, within }) {
    const windowMs = durationMs(within)
    const near = Object.entries(before ?? {}).filter(
      ([name, seen]) => name !== value && Math.abs(seen - at) < windowMs,
    )
    const values = [...near, [value, at] as const].slice(-2 * at_least)
    const moments = values.map(([, seen]) => seen)
    if (crowded(moments, at_least, windowMs)) return { state: {}, fired: { count: values.length } }
    return { state: Object.fromEntries(values) }
  },
  why: ({ count = 0 }, { of, within }) =>
    `${count} different values of ${of} came within ${within}`,
})
