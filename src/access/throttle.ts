import type { Elapsed } from '../kernel/clock.ts'
import { keepNewest } from '../kernel/newest.ts'

/** So many requests in so many milliseconds. */
export type Rate = { readonly most: number; readonly windowMs: number }

/** Limits how often somebody does something. */
export type Throttle = {
  /** Whole seconds until there is room again; 0 when there is room now. */
  wait(key: string): number
  /** Counts one. */
  count(key: string): void
  /** The one that was counted last counts no more. */
  takeBack(key: string): void
}

/** Keys that are kept: of devices, which prove who they are before they are counted, or of names, of which few can be tried in a window. */
const mostKeys = 20_000

/**
 * A sliding window: at every moment at most `most` in the last `windowMs`. What is refused is not counted, so whoever waits
 * as long as they are told comes through. It is kept in memory: where several servers answer, each counts for itself, and the store
 * counts for all of them (`shared-throttle.ts`, `shared-login-limits.ts`).
 */
export function throttle({ most, windowMs }: Rate, elapsed: Elapsed): Throttle {
  const windows = new Map<string, number[]>()

  /** Times within the window, oldest first. */
  function recent(key: string, now: number): number[] {
    const times = windows.get(key) ?? []
    const first = times.findIndex((time) => time > now - windowMs)
    times.splice(0, first < 0 ? times.length : first)
    return times
  }

  return {
    wait(key) {
      const now = elapsed()
      const times = recent(key, now)
      const [oldest = now] = times
      return times.length < most ? 0 : Math.max(1, Math.ceil((oldest + windowMs - now) / 1000))
    },
    count(key) {
      const now = elapsed()
      const times = recent(key, now)
      times.push(now)
      keepNewest(windows, [key, times], mostKeys)
    },
    takeBack(key) {
      windows.get(key)?.pop()
    },
  }
}
