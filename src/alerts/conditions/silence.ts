import { z } from 'zod'
import { condition } from '../condition.ts'
import { duration, durationMs } from '../duration.ts'

const mostGaps = 10
/** So many gaps make a rhythm. */
const leastGaps = 3

/** `l`: the last event. `g`: the latest gaps between events, in milliseconds. */
type Rhythm = { readonly l: number; readonly g: readonly number[] }

/**
 * What was expected did not come: nothing for `after`, or with `times`, for so many times the longest of the latest gaps, if that
 * is longer. It is told once, until something comes again. An event of the type `until` ends the wait for good.
 */
export const silence = condition({
  name: 'silence',
  schema: z.strictObject({
    when: z.literal('silence'),
    after: duration,
    times: z.number().min(1.5).max(100).optional(),
    until: z
      .string()
      .regex(/^[a-z0-9_]{1,100}$/, 'must be an event type')
      .optional(),
  }),
  learnsFrom: () => '90d',
  keepsFor: ({ times }) => (times === undefined ? undefined : '90d'),
  waits: ({ times }) => times === undefined,
  step(before: Rhythm | undefined, { at, type }, { after, times, until }) {
    if (until !== undefined && type === until) return { state: { l: at, g: [] } }
    const gap = before ? Math.max(0, at - before.l) : 0
    const g = before ? [...before.g, gap].slice(-mostGaps) : []
    const state = { l: Math.max(at, before?.l ?? at), g: times === undefined ? [] : g }
    if (times === undefined) return { state, dueInMs: durationMs(after) }
    if (g.length < leastGaps) return { state }
    return { state, dueInMs: Math.max(durationMs(after), times * Math.max(...g)) }
  },
  due(state: Rhythm, { after, times = 0 }) {
    const quiet = Math.max(durationMs(after), times * Math.max(0, ...state.g))
    return { state, fired: { minutes: Math.round(quiet / 60_000) } }
  },
  why: ({ minutes = 0 }) => `none came for ${minutes} minutes, which is longer than it should be`,
})
