import type { OutgoingEvent } from './outgoing-event.ts'
import type { Unit } from './target.ts'

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
}

/** An event and its text, as it stands. */
export const asUnit = (event: OutgoingEvent, text: string): Unit => ({
  event,
  text,
  bytes: Buffer.byteLength(text),
})

/** An event as its target writes it; one that is too large for its receiver is cut, and says so. */
export function unitOf({ line, mostBytes }: Writing, event: OutgoingEvent): Unit {
  const unit = asUnit(event, line(event))
  if (unit.bytes < mostBytes) return unit
  const short = shortened(event)
  return asUnit(short, line(short))
}
