/** A receiver may not tell us to be silent for longer. */
const longestWaitMs = 3_600_000

/** `Retry-After` in both forms (RFC 9110 §10.2.3), in milliseconds from `now`. */
export function waitOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined
  const ms = /^\d+$/.test(retryAfter.trim())
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestWaitMs) : undefined
}
