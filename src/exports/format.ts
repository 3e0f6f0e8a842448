import type { OutgoingEvent } from './outgoing-event.ts'

/** Who speaks, in formats that say so. */
export type Origin = {
  /** The server's host name. */
  readonly host: string
  /** The version of Keepwatch. */
  readonly version: string
}

/**
 * How one event is written, whatever carries it: a file of `formats/`, found by being there. Every format carries the
 * sequence and the leaf hash, where `src/verify/received-event.ts` finds them again.
 */
export type ExportFormat = {
  readonly name: string
  readonly title: string
  readonly mediaType: string
  /** The first line of a file, for formats that have one. */
  readonly head?: string
  /** The event as one line, without its end. Gives no line feed and no carriage return outside of quotes. */
  line(event: OutgoingEvent, origin: Origin): string
}
