import { loadCatalog } from '../../../src/events/catalog.ts'
import { vocabularyOf } from '../../../src/events/vocabulary.ts'
import { checkProjection } from '../../../src/projection/check.ts'
import { type Connection, connectTo } from '../../../src/projection/clickhouse/connection.ts'
import { placeOf } from '../../../src/projection/clickhouse/place.ts'
import { tablesOf } from '../../../src/projection/clickhouse/tables.ts'
import type { Engine } from '../../../src/projection/engine.ts'
import { layoutOf } from '../../../src/projection/layout.ts'
import { projection } from '../../../src/projection/projection.ts'
import { parseText } from '../../../src/query/asked.ts'
import { runReport } from '../../../src/reports/run.ts'
import { type PlainEvent, type ProjectedLog, projectedLog } from '../../support/projected-log.ts'
import { variedEvents } from '../../support/varied-events.ts'
import { engineOf } from './analytics.ts'

/** Reports of a log from a cluster of ClickHouse. */

const catalog = await loadCatalog()
const vocabulary = vocabularyOf(catalog)
const { fields } = vocabulary
export const layout = layoutOf(fields)
const now = new Date('2026-11-27T12:00:00Z')

export type On = { readonly url: string; readonly cluster: string }

/** Does something with a connection to a server, past the engine. */
export async function onConnection(
  { url, cluster }: On,
  work: (connection: Connection) => Promise<void>,
) {
  const place = placeOf(url)
  if (!place) throw new Error('no place')
  const connection = await connectTo({ ...place, cluster })
  await work(connection).finally(connection.close)
  return tablesOf(layout, connection)
}

/** Runs something on a server, past the engine, and knows the names of the tables. */
export const behind = (url: string, cluster: string, ...statements: readonly string[]) =>
  onConnection({ url, cluster }, async ({ run }) => {
    for (const statement of statements) await run(statement)
  })

/** A log whose reports are read from a cluster. */
export const logOn = (on: On) => projectedLog({ catalog, now, engine: engineOf(on) })

export async function count(log: ProjectedLog, text = ''): Promise<unknown> {
  const [row] = await log.report(parseText(`${text} report:span`, fields))
  return row?.['occurrences'] ?? 0
}

/** A report of the same log that something else answers. */
export async function reportBy(engine: Engine, { store }: ProjectedLog, text: string) {
  const other = projection({ engine, store, vocabulary, layout, failed: () => {} })
  try {
    const reader = { store, projection: other, catalog, size: await store.events.size(), now }
    return await Array.fromAsync(runReport(parseText(text, fields), reader))
  } finally {
    await other.close()
  }
}

/** How many events there are for another server of this log, which does not fill the tables. */
export async function countAt(on: On, log: ProjectedLog, text = ''): Promise<unknown> {
  const engine = engineOf(on, () => ({ isUs: async () => false, leave: async () => {} }))
  const [row] = await reportBy(engine, log, `${text} report:span`)
  return row?.['occurrences'] ?? 0
}

export async function check(on: On, { store }: ProjectedLog) {
  const entries = await store.events.readAfter(-1, { limit: await store.events.size() })
  return checkProjection(engineOf(on), entries, layout)
}

/** An event with something of its own. */
export const one = (more: PlainEvent): readonly PlainEvent[] => [
  { ...variedEvents(1, 1)[0], ...more },
]
