import { z } from 'zod'
import { condition } from '../condition.ts'
import { duration, durationMs } from '../duration.ts'

/** How much the newest window counts in the usual number. */
const weight = 0.2
/** So many windows must have passed before there is a usual number. */
const leastWindows = 7

/** `b`: the window. `n`: its events. `m`: how many there usually are. `k`: how many windows have passed. `f`: it was told. */
type Beat = {
  readonly b: number
  readonly n: number
  readonly m: number
  readonly k: number
  readonly f: 0 | 1
}

/** The windows between are as much a part of the rhythm as those in which something came. */
function rolled({ b, n, m, k }: Beat, window: number): Beat {
  const passed = window - b
  const counted = m * (1 - weight) + n * weight
  const usual = k === 0 ? n : counted
  return { b: window, n: 0, m: usual * (1 - weight) ** (passed - 1), k: k + passed, f: 0 }
}

/** Far more events in a window than the group's own rhythm has; once a window. */
export const spike = condition({
  name: 'spike',
  schema: z.strictObject({
    when: z.literal('spike'),
    times: z.number().min(1.5).max(1_000),
    at_least: z.int().min(2).max(1_000_000),
    within: duration,
  }),
  learnsFrom: () => '90d',
  keepsFor: () => '90d',
  step(before: Beat | undefined, { at }, { times, at_least, within }) {
    const window = Math.floor(at / durationMs(within))
    const fresh = { b: window, n: 0, m: 0, k: 0, f: 0 } as const
    // One window back is a late event; more than that, and the clock was set back.
    const known = before === undefined || window < before.b - 1 ? fresh : before
    const beat = window > known.b ? rolled(known, window) : known
    const n = beat.n + 1
    const isSpike = beat.f === 0 && beat.k >= leastWindows && n >= at_least && n > times * beat.m
    const state: Beat = { ...beat, n, f: isSpike ? 1 : beat.f }
    if (!isSpike) return { state }
    return { state, fired: { count: n, usual: Math.round(beat.m * 10) / 10 } }
  },
  why: ({ count = 0, usual = 0 }, { within }) =>
    `${count} such events came within ${within}, where there usually are ${usual}`,
})
