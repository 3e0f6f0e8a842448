/** How long to wait before the next try: full jitter (Brooker, "Exponential Backoff and Jitter"), at most five minutes. */
const firstMs = 500
const longestMs = 300_000

export const backoff = (failures: number, random: () => number): number =>
  random() * Math.min(longestMs, firstMs * 2 ** Math.min(failures, 20))
