import { type Coalesced, coalesced, isPoll } from '../coalesce.ts'
import type { OutgoingEvent } from '../outgoing-event.ts'
import type { Unit } from '../target.ts'
import { unitOf, type Writing } from '../unit-of.ts'
import type { Batch, Patience } from './batches.ts'

/** How long polling reads wait to be put together. Whatever else happens takes them along at once, so that order stays. */
export const patienceOf = (ms: number): Patience | undefined =>
  ms === 0 ? undefined : { ms, isPatient: (unit) => isPoll(wholeOf(unit)) }

function wholeOf({ whole, event }: Unit): OutgoingEvent {
  if (!whole)
    throw new Error(`event ${event.seq} was not kept, and cannot be put together with others`)
  return whole
}

function unitsOf(writing: Writing, { event, of }: Coalesced, known: ReadonlyMap<number, Unit>) {
  const apart = of.flatMap(({ seq }) => known.get(seq) ?? [])
  if (of.length === 1) return apart
  const unit = unitOf(writing, event)
  // Cut, it could not say what it stands for.
  return wholeOf(unit)['truncated'] === true
    ? apart
    : [{ ...unit, members: of.map(({ seq }) => seq) }]
}

/**
 * Puts polling reads of a batch together. A batch is sent and noted as a whole, so nothing has to be kept between two of them, and what
 * a crash repeats is what it repeats without this. The source and `writing` must keep the events.
 */
export async function* coalescing(
  source: AsyncGenerator<Batch>,
  writing: Writing,
): AsyncGenerator<Batch> {
  for await (const { units, last } of source) {
    const known = new Map(units.map((unit) => [unit.event.seq, unit]))
    const events = coalesced(units.map(wholeOf))
    yield { last, units: events.flatMap((one) => unitsOf(writing, one, known)) }
  }
}
