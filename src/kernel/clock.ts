/** Where the time comes from. Injected everywhere, so that ninety days of history can pass in a test. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

let lastMs = Number.NaN
let lastText = ''

/** RFC 3339 in UTC with milliseconds. Many events fall into one millisecond, so the last text is kept. */
export function rfc3339(at: Date): string {
  const ms = at.getTime()
  if (ms === lastMs) return lastText
  lastText = at.toISOString()
  lastMs = ms
  return lastText
}

/** Milliseconds that never go back and that nobody can set: for windows and limits, and to notice that the clock was set. */
export type Elapsed = () => number

export const sinceStart: Elapsed = () => performance.now()
