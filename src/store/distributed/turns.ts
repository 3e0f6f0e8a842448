/** Resolves when `before` is over, but after so many milliseconds at the latest. */
function atMost(before: Promise<unknown>, ms: number): Promise<unknown> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, ms)
  return Promise.race([before, late.promise]).finally(() => clearTimeout(timer))
}

/**
 * Runs works of one key one after the other, in the order in which they came, and those of different keys side by side. It only
 * keeps them out of each other's way: none waits for another one longer than its patience.
 */
export function turns(patienceMs: number) {
  const last = new Map<string, Promise<unknown>>()

  return <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const before = last.get(key)
    const mine = before === undefined ? work() : atMost(before, patienceMs).then(work)
    const over = mine.then(
      () => {},
      () => {},
    )
    last.set(key, over)
    void over.then(() => {
      if (last.get(key) === over) last.delete(key)
    })
    return mine
  }
}
