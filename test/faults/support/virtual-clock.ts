import { setImmediate } from 'node:timers/promises'

/** A clock that stands still while anybody works, and jumps to the next alarm when all wait. */
export type VirtualClock = {
  /** Milliseconds since the start. */
  now(): number
  /** Resolves after that time, or when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Lets time pass until the work is done. Throws when it waits for nothing that the clock knows. */
  run<Result>(work: Promise<Result>): Promise<Result>
}

type Alarm = { readonly at: number; ring(): void }

export function virtualClock(): VirtualClock {
  const alarms: Alarm[] = []
  let now = 0

  function next(): Alarm | undefined {
    let first = 0
    for (const [at, alarm] of alarms.entries()) if (alarm.at < (alarms[first]?.at ?? 0)) first = at
    return alarms.splice(first, 1)[0]
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        alarms.push({ at: now + ms, ring: resolve })
        signal?.addEventListener('abort', () => resolve(), { once: true })
      }),
    async run(work) {
      let isOver = false
      const over = () => {
        isOver = true
      }
      work.then(over, over)
      for (;;) {
        await setImmediate()
        if (isOver) return work
        const alarm = next()
        if (!alarm) throw new Error('everybody waits, and nothing will happen')
        now = Math.max(now, alarm.at)
        alarm.ring()
      }
    },
  }
}
