import type { Limits, Unit } from '../target.ts'

/** What a stretch of the log has for a target: the events that pass its filter, and how far the stretch goes. */
export type Stretch = { readonly units: readonly Unit[]; readonly last: number }

/** The log as a target sees it. */
export type Source = {
  /** Events behind `after`; undefined when there is none yet, `'end'` when there will be none. */
  read(after: number): Promise<Stretch | undefined | 'end'>
  /** Resolves when there may be one. */
  wait(after: number): Promise<void>
  /** Resolves after that time. */
  sleep(ms: number): Promise<void>
}

/** Events that go out together. `last` is the number up to which the log is dealt with when they are: others were left out. */
export type Batch = { readonly units: readonly Unit[]; readonly last: number }

/** What a text's end takes in most framings. */
const endBytes = 1

/** How long a batch waits in which nothing is urgent: the others wait as long as `ageMs` says. */
export type Patience = { readonly ms: number; isPatient(unit: Unit): boolean }

/** Puts events together; what is full comes out. */
function collecting({ events, bytes: most }: Limits, after: number, patience?: Patience) {
  let units: Unit[] = []
  let bytes = 0
  let isUrgent = false
  let last = after
  let taken = after

  function take(): Batch {
    const batch = { units, last }
    units = []
    bytes = 0
    isUrgent = false
    taken = last
    return batch
  }

  const isEmpty = () => units.length === 0 && last === taken

  return {
    isEmpty,
    /** Whether everything in it may wait for company for longer. */
    isPatient: () => patience !== undefined && units.length > 0 && !isUrgent,
    *rest(): Generator<Batch> {
      if (!isEmpty()) yield take()
    },
    *add(stretch: Stretch): Generator<Batch> {
      for (const unit of stretch.units) {
        const size = unit.bytes + endBytes
        if (units.length > 0 && (units.length >= events || bytes + size > most)) yield take()
        units.push(unit)
        isUrgent ||= patience?.isPatient(unit) !== true
        bytes += size
        last = unit.event.seq
      }
      last = stretch.last
    },
  }
}

type Stop = {
  readonly after: number
  readonly signal: AbortSignal
  readonly patience?: Patience | undefined
}

/**
 * The log behind `after` in batches, by number, bytes and age, until the source ends or the signal aborts. Reads only as fast as
 * it is itself read, and never holds more than a page and a batch: a receiver that is away costs no memory.
 */
export async function* batches(
  source: Source,
  limits: Limits,
  { after, signal, patience }: Stop,
): AsyncGenerator<Batch> {
  const growing = collecting(limits, after, patience)
  const mostNaps = Math.ceil((patience?.ms ?? 0) / limits.ageMs)
  let position = after
  let isOld = false
  let naps = 0

  /** Waits for an event, or for company of those that are there; gives whether they have waited long enough. */
  async function waited(): Promise<boolean> {
    if (growing.isEmpty()) {
      naps = 0
      await source.wait(position)
      return !growing.isEmpty()
    }
    await source.sleep(limits.ageMs)
    naps += 1
    return !growing.isPatient() || naps >= mostNaps
  }

  while (!signal.aborted) {
    const stretch = await source.read(position)
    if (stretch === 'end') break
    if (stretch) yield* growing.add(stretch)
    position = stretch?.last ?? position
    // Whatever came while it waited goes along: nothing waits a second time.
    if (isOld) {
      yield* growing.rest()
      naps = 0
    }
    isOld = !isOld && !stretch && (await waited())
  }
  if (!signal.aborted) yield* growing.rest()
}
