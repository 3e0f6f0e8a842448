import type { OutgoingEvent } from './outgoing-event.ts'
import type { Mark, Unit } from './target.ts'

const mostText = 256

/** An event that is larger than its receiver takes: long texts are cut, and it says so. Its leaf hash stays that of the whole. */
export const shortened = (event: OutgoingEvent): OutgoingEvent => ({
  ...(Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > mostText ? `${value.slice(0, mostText)}…` : value,
    ]),
  ) as OutgoingEvent),
  truncated: true,
})

export type Writing = {
  line(event: OutgoingEvent): string
  /** The most bytes that a receiver takes for one event. */
  readonly mostBytes: number
  /** Keeps the events beside their texts. */
  readonly keeps?: 'events'
}

const markOf = ({ seq, event_id, leaf_hash, recorded_at }: OutgoingEvent): Mark => ({
  seq,
  event_id,
  leaf_hash,
  recorded_at,
})

/** The text of an event, as it stands. */
export const asUnit = (event: OutgoingEvent, text: string): Unit => ({
  event: markOf(event),
  text,
  bytes: Buffer.byteLength(text),
})

/** An event as its target writes it; one that is too large for its receiver is cut, and says so. */
export function unitOf({ line, mostBytes, keeps }: Writing, event: OutgoingEvent): Unit {
  const written = (whole: OutgoingEvent): Unit => {
    const unit = asUnit(whole, line(whole))
    return keeps ? { ...unit, whole } : unit
  }
  const unit = written(event)
  return unit.bytes < mostBytes ? unit : written(shortened(event))
}
