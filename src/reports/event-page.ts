import { history } from '../events/history.ts'
import type { Catalog, ShownEvent } from '../events/shown-event.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { matcher } from '../query/matcher.ts'
import { type Query, rowLimit } from '../query/query.ts'
import { sequenceSpan } from '../query/sequence-span.ts'
import type { Store } from '../store/store.ts'
import { located, type PlaceOf } from './located.ts'

/** Where a reader of the log stands: `size` is the log's size before the reading left its own event. */
export type Reader = {
  readonly store: Pick<Store, 'events' | 'read'>
  readonly catalog: Catalog
  readonly size: number
  readonly now: Date
  /** Where an address is, if anybody knows. */
  readonly placeOf?: PlaceOf | undefined
}

/** Events, and what to give as `after` (ascending) or `before` (descending) for more of them; null when there are none. */
export type Events = { readonly events: readonly ShownEvent[]; readonly next: number | null }

/** The events that a page asks for. */
export async function readEventPage(page: Query, reader: Reader): Promise<Events> {
  const { store, catalog, size, now, placeOf } = reader
  const matches = matcher(page, { ...vocabularyOf(catalog), now })
  const limit = rowLimit(page)
  const { first, before } = sequenceSpan(page)
  const stretch = { direction: page.order, first, before: Math.min(before, size) }
  const events: ShownEvent[] = []
  for await (const event of history(store, catalog, stretch)) {
    if (!matches(located(event, placeOf))) continue
    if (events.length === limit) return { events, next: events.at(-1)?.seq ?? null }
    events.push(event)
  }
  return { events, next: null }
}
