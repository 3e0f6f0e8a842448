import fc from 'fast-check'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import { anyOutgoingEvent } from './any-outgoing-event.ts'

/** Random events, numbered from 0, each with an id of its own. The same seed gives the same events. */
export const numberedEvents = (count: number, seed: number): readonly OutgoingEvent[] =>
  fc
    .sample(anyOutgoingEvent, { numRuns: count, seed })
    .map((event, seq) => ({ ...event, seq, event_id: `${seed}-${seq}` }))
