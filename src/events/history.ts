import type { Store } from '../store/store.ts'
import { type Catalog, type ShownEvent, showEvents } from './shown-event.ts'

export type Direction = 'ascending' | 'descending'

const pageSize = 1_000

/** Everything that is committed when it is called, event by event, in either direction. */
export async function* history(
  store: Pick<Store, 'events' | 'read'>,
  catalog: Catalog,
  direction: Direction,
): AsyncGenerator<ShownEvent> {
  const size = await store.events.size()
  let position = direction === 'ascending' ? -1 : size
  for (;;) {
    const page =
      direction === 'ascending'
        ? await store.events.readAfter(position, { limit: pageSize })
        : await store.events.readBefore(position, { limit: pageSize })
    for (const event of await showEvents(store, catalog, page)) {
      if (event.seq >= size) return
      yield event
    }
    const last = page.at(-1)
    if (!last) return
    position = last.seq
  }
}
