import type { ShownEvent } from '../events/shown-event.ts'
import { type Query, rowLimit } from '../query/query.ts'
import { foundEvents, type Reader } from './found-events.ts'

/** Events, and what to give as `after` (ascending) or `before` (descending) for more of them; null when there are none. */
export type Events = { readonly events: readonly ShownEvent[]; readonly next: number | null }

/** The events that a page asks for. */
export async function readEventPage(page: Query, reader: Reader): Promise<Events> {
  const limit = rowLimit(page)
  const events: ShownEvent[] = []
  for await (const event of foundEvents(page, reader, limit + 1)) {
    if (events.length === limit) return { events, next: events.at(-1)?.seq ?? null }
    events.push(event)
  }
  return { events, next: null }
}
