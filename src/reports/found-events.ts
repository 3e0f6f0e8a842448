import { history } from '../events/history.ts'
import { type Catalog, type ShownEvent, showEvents } from '../events/shown-event.ts'
import type { Projection } from '../projection/projection.ts'
import type { Query } from '../query/query.ts'
import { sequenceSpan } from '../query/sequence-span.ts'
import type { Store } from '../store/store.ts'
import type { PlaceOf } from './located.ts'

/** Where a reader of the log stands. */
export type Reader = {
  readonly store: Pick<Store, 'events' | 'read'>
  readonly projection: Pick<Projection, 'numbers' | 'groups' | 'values'>
  readonly catalog: Catalog
  /** The log's size before the reading left its own event. */
  readonly size: number
  readonly now: Date
  /** Where an address is, if anybody knows. */
  readonly placeOf?: PlaceOf | undefined
  /** Aborts when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined
}

/** Bodies that are held at once. */
const shownAtOnce = 500

async function* all(query: Query, reader: Reader, most: number): AsyncGenerator<ShownEvent> {
  const { store, catalog, size } = reader
  const { first, before } = sequenceSpan(query)
  yield* history(store, catalog, {
    direction: query.order,
    first,
    before: Math.min(before, size),
    most,
  })
}

async function* byNumber(query: Query, reader: Reader, most: number): AsyncGenerator<ShownEvent> {
  const { store, projection, catalog, size, now, signal } = reader
  for await (const numbers of projection.numbers({ query, size, most, now, signal }))
    for (let at = 0; at < numbers.length; at += shownAtOnce) {
      const entries = await store.events.readThese(numbers.slice(at, at + shownAtOnce))
      yield* await showEvents(store, catalog, entries)
    }
}

/**
 * The events that a query asks for, in its order, as the log has them; no more than `most`. The projection only tells their
 * numbers. Who asks for all of them needs none.
 */
export async function* foundEvents(
  query: Query,
  reader: Reader,
  most: number,
): AsyncGenerator<ShownEvent> {
  let left = most
  if (left <= 0) return
  const found = query.where.length === 0 ? all(query, reader, most) : byNumber(query, reader, most)
  for await (const event of found) {
    yield event
    left -= 1
    if (left === 0) return
  }
}
