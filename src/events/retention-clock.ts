import type { Clock, Elapsed } from '../kernel/clock.ts'
import type { Store } from '../store/store.ts'

/** How many times faster than the server's own uptime retention may believe that time passes. */
const fastest = 30
const setting = 'retention_clock'

export type RetentionClock = {
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Clock
  readonly elapsed: Elapsed
}

/**
 * The time that retention goes by: the clock, but never far ahead of what it was the last time. A clock that is set to 2099
 * by mistake would otherwise cost the whole log; so it costs a month of it for each day that nobody notices. After a
 * long rest it takes a while to catch up.
 */
export function retentionClock({ store, clock, elapsed }: RetentionClock): () => Promise<Date> {
  let looked = elapsed()
  return () =>
    store.transaction(async ({ settings }) => {
      const passed = elapsed() - looked
      looked += passed
      const now = clock().getTime()
      const last = Number((await settings.find(setting)) ?? now)
      const believed = Math.min(now, Math.round(last + fastest * passed))
      // A clock that is behind is believed, but not remembered: it will be set forward again.
      await settings.set(setting, String(Math.max(last, believed)))
      return new Date(believed)
    })
}
