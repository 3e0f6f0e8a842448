/**
 * Keeps `clients` callers busy until `count` calls are done: each waits for its own call before it makes the next, as a
 * client of a server does. Gives calls per second.
 */
export async function rateOf(
  clients: number,
  count: number,
  call: () => Promise<unknown>,
): Promise<number> {
  let left = count
  const started = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (left-- > 0) await call()
    }),
  )
  return (count / (performance.now() - started)) * 1_000
}

/** The middle of an odd number of measurements. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
