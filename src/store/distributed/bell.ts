/** For one who sleeps: a ring wakes, and a ring that comes while awake is not lost. */
export function bell() {
  let rung = false
  let wake = () => {}

  return {
    ring() {
      rung = true
      wake()
    },
    /** Resolves at the next ring, at once when it has rung since the last time, or after so many milliseconds. */
    async next(atMostMs: number): Promise<void> {
      if (!rung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, atMostMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      rung = false
    },
  }
}
