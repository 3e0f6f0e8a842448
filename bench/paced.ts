import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Milliseconds until each answer, of `count` calls that start at a fixed rate whether or not the ones before are answered,
 * counted from when a call was due: a server that stalls is not asked more gently. Calls a second in `rate`.
 */
export async function pacedLatencies(
  { rate, count }: { readonly rate: number; readonly count: number },
  call: () => Promise<void>,
): Promise<readonly number[]> {
  const started = performance.now()
  const waits: Promise<number>[] = []
  for (let n = 0; n < count; n++) {
    const due = started + (n / rate) * 1_000
    const ahead = due - performance.now()
    if (ahead > 1) await sleep(ahead)
    waits.push(call().then(() => performance.now() - due))
  }
  return Promise.all(waits)
}

/** The value that so large a share of the others does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
