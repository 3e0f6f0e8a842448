import type { Catalog } from '../events/shown-event.ts'
import { invalid } from '../kernel/errors.ts'
import type { LogEntry, Store } from '../store/store.ts'
import type { ExportHouse } from './export-house.ts'
import { outgoing } from './outgoing.ts'

/** A file in memory; more of them are for an export. */
const mostEvents = 10_000

type Parts = {
  readonly store: Pick<Store, 'read' | 'events'>
  readonly catalog: Catalog
  readonly house: Pick<ExportHouse, 'tools'>
}

/**
 * The events that the rows of a raw report name by their `id`, as a syslog receiver would get them, a line each.
 *
 * @throws `invalid` when there are too many.
 */
export async function syslogLines(
  { store, catalog, house: { tools } }: Parts,
  rows: AsyncIterable<Readonly<Record<string, unknown>>>,
): Promise<string> {
  const entries: LogEntry[] = []
  for await (const row of rows) {
    if (entries.length === mostEvents)
      throw invalid(`a file of syslog holds at most ${mostEvents} events: ask about less time`)
    const [entry] = await store.events.readAfter(Number(row['id']) - 1, { limit: 1 })
    if (entry) entries.push(entry)
  }
  const format = tools.formats.get('syslog')
  const events = await outgoing(store, catalog, entries)
  return events.map((event) => `${format?.line(event, tools.origin)}\n`).join('')
}
