import { setTimeout as sleep } from 'node:timers/promises'
import { clockStepped } from './events/catalog/system.ts'
import { happened } from './events/event-type.ts'
import { record } from './events/record.ts'
import type { Clock, Elapsed } from './kernel/clock.ts'
import type { Store } from './store/store.ts'

/** Smaller corrections are what time synchronisation does all day. */
const leastStepMs = 2_000
const lookEveryMs = 1_000

export type ClockWatch = {
  /** Compares the clock with the newest event: was it set back while no server ran? Call it before anything is written. */
  atStart(): Promise<void>
  /** Compares the clock with the time that passed, once. */
  look(): Promise<void>
  /** Looks every second until the signal aborts. */
  keep(signal: AbortSignal): Promise<void>
}

export type ClockWatchOptions = {
  readonly store: Pick<Store, 'transaction' | 'events'>
  readonly clock: Clock
  readonly elapsed: Elapsed
  /** Called when a step could not be recorded; it is tried again. */
  readonly fail?: (error: unknown) => void
}

type Readings = { readonly before: number; readonly after: number }

/**
 * Writes down when the clock was set, and by how much. The order of events is their sequence and is not touched by it.
 * On a clock that was set back, what had expired stays expired: sessions and invitations are removed, the expiries of
 * devices are moved to the new time. Between the step and the next look, a second at most, they count as alive.
 */
export function clockWatch({ store, clock, elapsed, fail }: ClockWatchOptions): ClockWatch {
  let last = { wall: clock().getTime(), elapsed: elapsed() }

  const recordStep = ({ before, after }: Readings) =>
    store.transaction(async (tx) => {
      if (after < before) {
        await tx.sessions.removeExpired(before)
        await tx.invitations.removeExpired(before)
        await tx.devices.stayExpired({ before, after })
      }
      const at = new Date(after)
      const happening = happened(clockStepped, {
        seconds: Math.round((after - before) / 100) / 10,
        before: new Date(before).toISOString(),
        after: at.toISOString(),
      })
      await record(tx, happening, { at, recordedAt: at })
    })

  async function look(): Promise<void> {
    const now = { wall: clock().getTime(), elapsed: elapsed() }
    const before = Math.round(last.wall + now.elapsed - last.elapsed)
    if (Math.abs(now.wall - before) > leastStepMs) await recordStep({ before, after: now.wall })
    last = now
  }

  async function atStart(): Promise<void> {
    const [newest] = await store.events.readBefore(await store.events.size(), { limit: 1 })
    if (!newest) return
    const { recorded_at } = JSON.parse(newest.body) as { recorded_at: string }
    const before = Date.parse(recorded_at)
    const after = clock().getTime()
    if (before - after > leastStepMs) await recordStep({ before, after })
  }

  async function keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await look().catch((error: unknown) => fail?.(error))
      await sleep(lookEveryMs, undefined, { signal }).catch(() => {})
    }
  }

  return { atStart, look, keep }
}
