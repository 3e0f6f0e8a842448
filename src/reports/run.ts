import { vocabularyOf } from '../events/vocabulary.ts'
import { type Query, rowLimit } from '../query/query.ts'
import { aggregateRows, mostGroups } from './aggregate.ts'
import { type Row, rawRow } from './columns.ts'
import { dimensionRows, dimensionSource } from './dimension.ts'
import { foundEvents, type Reader } from './found-events.ts'
import { located } from './located.ts'

async function* raw(query: Query, reader: Reader): AsyncGenerator<Row> {
  for await (const event of foundEvents(query, reader, rowLimit(query)))
    yield rawRow(located(event, reader.placeOf))
}

async function counted(query: Query, reader: Reader): Promise<readonly Row[]> {
  const { projection, catalog, size, now, placeOf, signal } = reader
  const vocabulary = vocabularyOf(catalog)
  const ask = { query, size, now, signal, most: mostGroups + 1 }
  if (query.report_type !== 'dim')
    return aggregateRows(query, await projection.groups(ask), vocabulary.fields)
  const source = dimensionSource(query, vocabulary.fields)
  if (!source) return []
  const values = await projection.values(source, ask)
  return dimensionRows(query, values, { catalog, placeOf, ...vocabulary })
}

/**
 * Answers a query. A raw report streams, and stops reading once it has its rows. An event is read once and counted once: pages
 * end between two numbers, so nothing repeats at their edges, and nothing is lost.
 */
export async function* runReport(query: Query, reader: Reader): AsyncGenerator<Row> {
  if (query.report_type === 'raw') yield* raw(query, reader)
  else yield* await counted(query, reader)
}
