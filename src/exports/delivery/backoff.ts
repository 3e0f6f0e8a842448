/**
 * How long to wait before the next try: full jitter (Brooker, "Exponential Backoff and Jitter"), at most a quarter of a minute, so
 * that whoever comes back has everything within a minute: a try is one small request, however long the receiver is away.
 */
const firstMs = 500
const longestMs = 15_000

export const backoff = (failures: number, random: () => number): number =>
  random() * Math.min(longestMs, firstMs * 2 ** Math.min(failures, 20))
