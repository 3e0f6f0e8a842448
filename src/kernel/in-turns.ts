/** Lets `most` pieces of work run at the same time; others begin in the order in which they came. */
export function inTurns(most: number) {
  const waiting: (() => void)[] = []
  let running = 0

  function leave() {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }

  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running < most) running += 1
    else await new Promise<void>((begin) => waiting.push(begin))
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
