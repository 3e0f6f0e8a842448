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

/** What a text takes, with its end. */
export const bytesOf = ({ text }: Unit): number => Buffer.byteLength(text) + 1

/** Puts events together; what is full comes out. */
function collecting({ events, bytes: most }: Limits, after: number) {
  let units: Unit[] = []
  let bytes = 0
  let last = after
  let taken = after

  function take(): Batch {
    const batch = { units, last }
    units = []
    bytes = 0
    taken = last
    return batch
  }

  const isEmpty = () => units.length === 0 && last === taken

  return {
    isEmpty,
    *rest(): Generator<Batch> {
      if (!isEmpty()) yield take()
    },
    *add(stretch: Stretch): Generator<Batch> {
      for (const unit of stretch.units) {
        const size = bytesOf(unit)
        if (units.length > 0 && (units.length >= events || bytes + size > most)) yield take()
        units.push(unit)
        bytes += size
        last = unit.event.seq
      }
      last = stretch.last
    },
  }
}

type Stop = { readonly after: number; readonly signal: AbortSignal }

/**
 * The log behind `after` in batches, by number, bytes and age, until the source ends or the signal aborts. Reads only as fast as
 * it is itself read, and never holds more than a page and a batch: a receiver that is away costs no memory.
 */
export async function* batches(
  source: Source,
  limits: Limits,
  { after, signal }: Stop,
): AsyncGenerator<Batch> {
  const growing = collecting(limits, after)
  let position = after
  let isOld = false

  /** Waits for an event, or for company of those that are there; gives whether they have waited long enough. */
  async function waited(): Promise<boolean> {
    if (!growing.isEmpty()) await source.sleep(limits.ageMs)
    else await source.wait(position)
    return !growing.isEmpty()
  }

  while (!signal.aborted) {
    const stretch = await source.read(position)
    if (stretch === 'end') break
    if (stretch) yield* growing.add(stretch)
    position = stretch?.last ?? position
    // Whatever came while it waited goes along: nothing waits a second time.
    if (isOld) yield* growing.rest()
    isOld = !isOld && !stretch && (await waited())
  }
  if (!signal.aborted) yield* growing.rest()
}
