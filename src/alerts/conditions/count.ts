import { z } from 'zod'
import { condition } from '../condition.ts'
import { duration, durationMs } from '../duration.ts'
import { crowded, near } from '../near.ts'

const mostEvents = 1_000

/** So many events within a window; then it counts anew. */
export const count = condition({
  name: 'count',
  schema: z.strictObject({
    when: z.literal('count'),
    at_least: z.int().min(2).max(mostEvents),
    within: duration,
  }),
  keepsFor: ({ within }) => within,
  step(before: readonly number[] | undefined, { at }, { at_least, within }) {
    const windowMs = durationMs(within)
    const moments = [...near(before ?? [], at, windowMs), at]
    if (crowded(moments, at_least, windowMs)) return { state: [], fired: { count: moments.length } }
    // Two windows lie around an event, so more than so many may be near without being in one.
    return { state: moments.slice(-2 * at_least) }
  },
  why: ({ count: events = 0 }, { within }) => `${events} such events came within ${within}`,
})
