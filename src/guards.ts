import { type Refusals, refusals } from './access/refusals.ts'
import { clockWatch } from './clock-watch.ts'
import type { DiskGuard } from './disk-guard.ts'
import type { Clock, Elapsed } from './kernel/clock.ts'
import type { Log } from './kernel/log.ts'
import type { Store } from './store/store.ts'

export type Guarded = {
  readonly store: Store
  readonly clock: Clock
  readonly elapsed: Elapsed
  readonly log: Log
  readonly disk: DiskGuard
}

/** What watches over the log: floods of failed attempts, the clock, the free space. */
export type Guards = {
  readonly refusals: Refusals
  /** Call it before anything is written. */
  checkClock(): Promise<void>
  /** Run until their signal aborts. */
  readonly tasks: readonly ((signal: AbortSignal) => Promise<void>)[]
  /** Writes what was only counted so far, once nobody asks for anything any more. */
  settle(): Promise<void>
}

export function guardsOver({ store, clock, elapsed, log, disk }: Guarded): Guards {
  const failed = (what: string) => (error: unknown) => log.error({ error }, what)
  const uncounted = failed('the counts of failed attempts could not be written')
  const counting = refusals({ store, clock, elapsed, disk, fail: uncounted })
  const steps = clockWatch({
    store,
    clock,
    elapsed,
    fail: failed('a step of the clock was not recorded'),
  })
  const space = { store, clock, fail: failed('the free space was not measured or recorded') }
  return {
    refusals: counting,
    checkClock: steps.atStart,
    tasks: [counting.keep, steps.keep, (signal) => disk.keep(space, signal)],
    settle: () => counting.flush().catch(uncounted),
  }
}
