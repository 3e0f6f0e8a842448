import type { Catalog, ShownEvent } from '../events/shown-event.ts'
import { aggregated } from './aggregate.ts'
import { type Row, rawRow } from './columns.ts'
import { dimension } from './dimension.ts'
import { matcher } from './matches.ts'
import { type ReportQuery, rowLimit } from './query.ts'

/** What a report reads. Raw rows come in the order of `events`, so these must come in the query's order of `seq`. */
export type ReportSource = {
  readonly events: AsyncIterable<ShownEvent>
  readonly catalog: Catalog
  readonly now: Date
}

async function* matching(query: ReportQuery, { events, now }: ReportSource) {
  const matches = matcher(query, now)
  for await (const event of events) if (matches(event)) yield event
}

async function* raw(query: ReportQuery, events: AsyncIterable<ShownEvent>): AsyncGenerator<Row> {
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
export function runReport(query: ReportQuery, source: ReportSource): AsyncGenerator<Row> {
  const events = matching(query, source)
  if (query.report_type === 'raw') return raw(query, events)
  if (query.report_type === 'dim') return dimension(query, events, source.catalog)
  return aggregated(query, events)
}
