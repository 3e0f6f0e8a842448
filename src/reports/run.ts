import type { Catalog, ShownEvent } from '../events/shown-event.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { matcher } from '../query/matcher.ts'
import { type Query, rowLimit } from '../query/query.ts'
import { aggregated } from './aggregate.ts'
import { type Row, rawRow } from './columns.ts'
import { dimension } from './dimension.ts'
import { located, type PlaceOf } from './located.ts'

/** What a report reads. Raw rows come in the order of `events`, so these must come in the query's order of `seq`. */
export type ReportSource = {
  readonly events: AsyncIterable<ShownEvent>
  readonly catalog: Catalog
  readonly now: Date
  /** Where an address is, if anybody knows. */
  readonly placeOf?: PlaceOf
}

async function* matching(
  { events, placeOf }: Pick<ReportSource, 'events' | 'placeOf'>,
  matches: (event: ShownEvent) => boolean,
) {
  for await (const event of events) {
    const known = located(event, placeOf)
    if (matches(known)) yield known
  }
}

async function* raw(query: Query, events: AsyncIterable<ShownEvent>): AsyncGenerator<Row> {
  const limit = rowLimit(query)
  let rows = 0
  for await (const event of events) {
    yield rawRow(event)
    rows += 1
    if (rows >= limit) return
  }
}

/**
 * Answers a query from events. A raw report streams, and stops reading once it has its rows; the others keep only
 * their groups. An event is read once and counted once: there are no pages here, so nothing repeats at their edges.
 */
export function runReport(query: Query, source: ReportSource): AsyncGenerator<Row> {
  const { catalog, now, placeOf } = source
  const vocabulary = vocabularyOf(catalog)
  const found = matching(source, matcher(query, { ...vocabulary, now }))
  if (query.report_type === 'raw') return raw(query, found)
  if (query.report_type === 'dim')
    return dimension(query, found, { catalog, placeOf, ...vocabulary })
  return aggregated(query, found, vocabulary.fields)
}
