import { setTimeout as sleep } from 'node:timers/promises'
import type { Circumstances } from '../events/circumstances.ts'
import type { Happening } from '../events/event-type.ts'
import { record } from '../events/record.ts'
import type { Clock, Elapsed } from '../kernel/clock.ts'
import type { Store, Transaction } from '../store/store.ts'
import { networkOf } from './client-address.ts'
import type { Disk } from './disk.ts'
import { floodGauge, type Standing } from './flood.ts'
import { aggregated, tallies } from './tallies.ts'

/** An attempt that came to nothing, ready for the log. */
export type RefusedAttempt = {
  readonly happening: Happening
  readonly around: Circumstances
  readonly standing: Standing
  /** What is kept besides the event, also of an attempt that is only counted. */
  readonly keep?: ((tx: Transaction) => Promise<void>) | undefined
}

/** Where every failed attempt goes, whoever noticed it. */
export type Refusals = {
  /** Resolves when the attempt is on disk, or was counted because it is one of a flood. */
  leave(attempt: RefusedAttempt): Promise<void>
  /** Writes what was counted, one event a source and kind. Throws when the store cannot; the counts are kept then. */
  flush(): Promise<void>
  /** Writes at the end of each window until the signal aborts; who stops the server calls `flush` once more. */
  keep(signal: AbortSignal): Promise<void>
}

export type RefusalsOptions = {
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Clock
  readonly disk: Disk
  readonly elapsed: Elapsed
  /** Called when counts could not be written at the end of a window. */
  readonly fail?: (error: unknown) => void
}

const windowMs = 10_000
/** While the disk is nearly full every attempt is counted only, and counts are written less often. */
const shortWindowMs = 60_000

const textOf = (value: unknown) => (value === undefined ? '' : String(value))

/** Strangers are counted by network; who has proved a name, by that. */
function sourceOf({ happening, around, standing }: RefusedAttempt) {
  if (standing === 'stranger') {
    const remote_address = networkOf(around.remote_address ?? '')
    return { source: remote_address, shared: remote_address ? { remote_address } : {} }
  }
  const { username } = around
  const device = textOf(happening.fields['device_uid'])
  return { source: `${textOf(username)} ${device}`, shared: username ? { username } : {} }
}

/**
 * Writes failed attempts one by one, and counts those that come too fast (`flood.ts`), so that nobody can fill the disk
 * with refusals. A count is written when its window ends and at a clean stop. A process that is killed loses at most the
 * counts of one window; what was disclosed or changed never comes here, and is never only counted.
 */
export function refusals({ store, clock, disk, elapsed, fail }: RefusalsOptions): Refusals {
  const gauge = floodGauge()
  const counts = tallies()
  let windowEnds = elapsed() + windowMs

  function turnWindow() {
    if (elapsed() < windowEnds) return
    gauge.nextWindow()
    windowEnds = elapsed() + windowMs
  }

  function count({ happening, around }: RefusedAttempt, { source, shared }: Counted) {
    const { at, request_id } = around
    counts.add(source, {
      refused_event: happening.type.name,
      reason: textOf(happening.fields['reason']),
      count: 1,
      first: at,
      last: at,
      around: { ...shared, ...(request_id !== undefined && { request_id }) },
    })
  }

  async function leave(attempt: RefusedAttempt): Promise<void> {
    turnWindow()
    const { happening, around, standing, keep } = attempt
    const counted = sourceOf(attempt)
    const key = `${happening.type.name} ${textOf(happening.fields['reason'])} ${counted.source}`
    const isCounted = gauge.isFlood(standing, key) || disk.isShort()
    if (isCounted) count(attempt, counted)
    if (isCounted && !keep) return
    await store.transaction(async (tx) => {
      await keep?.(tx)
      if (!isCounted) await record(tx, happening, { ...around, recordedAt: clock() })
    })
  }

  async function flush(): Promise<void> {
    const { counted, putBack } = counts.take()
    if (counted.length === 0) return
    try {
      await store.transaction(async (tx) => {
        for (const tally of counted)
          await record(tx, aggregated(tally), {
            ...tally.around,
            at: tally.last,
            recordedAt: clock(),
          })
      })
    } catch (error) {
      putBack()
      throw error
    }
  }

  async function keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(disk.isShort() ? shortWindowMs : windowMs, undefined, { signal }).catch(() => {})
      if (!signal.aborted) await flush().catch((error: unknown) => fail?.(error))
    }
  }

  return { leave, flush, keep }
}

type Counted = ReturnType<typeof sourceOf>
