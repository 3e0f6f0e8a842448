import type { Catalog, ShownEvent } from '../../src/events/shown-event.ts'
import { vocabularyOf } from '../../src/events/vocabulary.ts'
import type { Scalar } from '../../src/kernel/canonical-json.ts'
import { matcher } from '../../src/query/matcher.ts'
import { type Query, rowLimit } from '../../src/query/query.ts'
import { type Row, rawRow, readField } from '../../src/reports/columns.ts'
import { dimensionRows, dimensionSource } from '../../src/reports/dimension.ts'
import { located, type PlaceOf } from '../../src/reports/located.ts'
import { aggregated } from './plain-aggregate.ts'

type Log = {
  readonly events: readonly ShownEvent[]
  readonly catalog: Catalog
  readonly now: Date
  readonly placeOf?: PlaceOf | undefined
}

async function* each(events: readonly ShownEvent[]) {
  yield* events
}

/** Answers a query by looking at every event, in memory: what a report must say, told as plainly as can be. */
export async function plainReport(query: Query, log: Log): Promise<readonly Row[]> {
  const { catalog, now, placeOf } = log
  const vocabulary = vocabularyOf(catalog)
  const matches = matcher(query, { ...vocabulary, now })
  const found = log.events.map((event) => located(event, placeOf)).filter(matches)
  if (query.report_type === 'raw') {
    const ordered = query.order === 'ascending' ? found : found.toReversed()
    return ordered.slice(0, rowLimit(query)).map(rawRow)
  }
  if (query.report_type !== 'dim')
    return Array.fromAsync(aggregated(query, each(found), vocabulary.fields))
  const source = dimensionSource(query, vocabulary.fields)
  const values = new Set<Scalar>()
  for (const event of found) {
    const value = source && readField(event, source)
    if (value !== undefined && value !== '') values.add(value)
  }
  return dimensionRows(query, [...values], { catalog, placeOf, ...vocabulary })
}
