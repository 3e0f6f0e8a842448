import { setImmediate } from 'node:timers/promises'
import type { Store } from '../store/store.ts'
import { type Catalog, type ShownEvent, showEvents } from './shown-event.ts'

export type Direction = 'ascending' | 'descending'

/** Which part of the log, and from which end: `first` belongs to it, `before` does not. */
export type Stretch = {
  readonly direction: Direction
  readonly first?: number
  readonly before?: number
  /** How many events the reader wants at most: no more are read at once. */
  readonly most?: number
}

const pageSize = 1_000

/**
 * A stretch of the log, event by event. Nothing that is committed after the call is in it, and nothing from `before` on:
 * a reader gives the log's size from before its own reading left an event.
 */
export async function* history(
  store: Pick<Store, 'events' | 'read'>,
  catalog: Catalog,
  { direction, first = 0, before = Infinity, most = pageSize }: Stretch,
): AsyncGenerator<ShownEvent> {
  const limit = Math.max(1, Math.min(most, pageSize))
  const end = Math.min(before, await store.events.size())
  let position = direction === 'ascending' ? first - 1 : end
  for (;;) {
    const page =
      direction === 'ascending'
        ? await store.events.readAfter(position, { limit })
        : await store.events.readBefore(position, { limit })
    for (const event of await showEvents(store, catalog, page)) {
      if (event.seq < first || event.seq >= end) return
      yield event
    }
    const last = page.at(-1)
    if (!last) return
    position = last.seq
    // The embedded store answers without waiting for anything: let others have their turn.
    await setImmediate()
  }
}
