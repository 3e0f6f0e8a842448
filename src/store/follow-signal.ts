/** Wakes followers when the log has grown. */
export function followSignal() {
  let waiting: (() => void)[] = []

  return {
    /** Everybody who waits looks again. */
    wake() {
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
    /** Resolves at the next wake-up, or when the signal aborts. */
    wait: (signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (signal.aborted) return resolve()
        const done = () => {
          signal.removeEventListener('abort', done)
          resolve()
        }
        signal.addEventListener('abort', done, { once: true })
        waiting.push(done)
      }),
  }
}
