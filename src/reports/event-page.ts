import { history } from '../events/history.ts'
import type { Catalog, ShownEvent } from '../events/shown-event.ts'
import type { Store } from '../store/store.ts'
import type { EventPage } from './event-query.ts'
import { matcher } from './matches.ts'

/** Where a reader of the log stands: `size` is the log's size before the reading left its own event. */
export type Reader = {
  readonly store: Pick<Store, 'events' | 'read'>
  readonly catalog: Catalog
  readonly size: number
  readonly now: Date
}

/** Events, and what to give as `after` (ascending) or `before` (descending) for more of them; null when there are none. */
export type Events = { readonly events: readonly ShownEvent[]; readonly next: number | null }

/** The events that a page asks for. */
export async function readEventPage(page: EventPage, reader: Reader): Promise<Events> {
  const { store, catalog, size, now } = reader
  const matches = matcher(page, now)
  const stretch = {
    direction: page.order,
    first: (page.after ?? -1) + 1,
    before: Math.min(page.before ?? size, size),
  }
  const events: ShownEvent[] = []
  for await (const event of history(store, catalog, stretch)) {
    if (!matches(event)) continue
    if (events.length === page.limit) return { events, next: events.at(-1)?.seq ?? null }
    events.push(event)
  }
  return { events, next: null }
}
