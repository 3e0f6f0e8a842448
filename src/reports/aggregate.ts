import type { ShownEvent } from '../events/shown-event.ts'
import type { Scalar } from '../kernel/canonical-json.ts'
import { invalid } from '../kernel/errors.ts'
import { bucketStarts } from './buckets.ts'
import { happenedAt, type Row, readColumn, toSeconds } from './columns.ts'
import { type Aggregate, type ReportQuery, rowLimit } from './query.ts'

/** Groups are kept in memory, so their number is bounded. */
const maxGroups = 250_000

type Group = {
  readonly bucket: number
  readonly values: readonly Scalar[]
  count: number
  first: number
  last: number
}

const aggregateOf: Readonly<Record<Aggregate, (group: Group) => number>> = {
  occurrences: ({ count }) => count,
  first_created: ({ first }) => toSeconds(first),
  last_created: ({ last }) => toSeconds(last),
}

const aggregatesOf = ({ aggregate }: ReportQuery): readonly Aggregate[] =>
  aggregate.length > 0 ? [...new Set(aggregate)] : ['occurrences']

function bucketOf({ report_type, timezone }: ReportQuery): (milliseconds: number) => number {
  if (report_type === 'raw' || report_type === 'dim' || report_type === 'span') return () => 0
  return bucketStarts(report_type, timezone)
}

function count(group: Group, at: number): void {
  group.count += 1
  group.first = Math.min(group.first, at)
  group.last = Math.max(group.last, at)
}

async function collect(
  query: ReportQuery,
  columns: readonly string[],
  events: AsyncIterable<ShownEvent>,
): Promise<readonly Group[]> {
  const bucketAt = bucketOf(query)
  const groups = new Map<string, Group>()
  for await (const event of events) {
    const at = happenedAt(event)
    const bucket = bucketAt(at)
    const values = columns.map((column) => readColumn(event, column) ?? '')
    const key = JSON.stringify([bucket, values])
    const group = groups.get(key) ?? { bucket, values, count: 0, first: at, last: at }
    count(group, at)
    groups.set(key, group)
    if (groups.size > maxGroups)
      throw invalid(
        `The report has more than ${maxGroups} groups: take fewer columns or less time.`,
      )
  }
  return [...groups.values()]
}

const compareValues = (a: Scalar, b: Scalar) => (a === b ? 0 : a < b ? -1 : 1)

/** By the first aggregate, then by time, both in the order that was asked for; then by the columns. */
function sorter(query: ReportQuery): (a: Group, b: Group) => number {
  const direction = query.order === 'ascending' ? 1 : -1
  const measure = aggregateOf[aggregatesOf(query)[0] ?? 'occurrences']
  return (a, b) => {
    const byMeasure = (measure(a) - measure(b)) * direction
    if (byMeasure !== 0) return byMeasure
    if (a.bucket !== b.bucket) return (a.bucket - b.bucket) * direction
    const found = a.values.findIndex((value, index) => value !== b.values[index])
    return compareValues(a.values[found] ?? '', b.values[found] ?? '')
  }
}

function toRow(query: ReportQuery, columns: readonly string[], group: Group): Row {
  const row: Record<string, Scalar> = {}
  for (const name of aggregatesOf(query)) row[name] = aggregateOf[name](group)
  if (query.report_type !== 'span') row['created'] = toSeconds(group.bucket)
  for (const [index, column] of columns.entries()) {
    const value = group.values[index] ?? ''
    if (value !== '') row[column] = value
  }
  return row
}

/**
 * The groups of a span, hour, day, week or month report: one row for each bucket and combination of the columns that
 * has an event, with the aggregates (or `occurrences`), ordered by the first aggregate as Commander documents it.
 */
export async function* aggregated(
  query: ReportQuery,
  events: AsyncIterable<ShownEvent>,
): AsyncGenerator<Row> {
  const columns = [...new Set(query.columns)]
  const groups = [...(await collect(query, columns, events))].sort(sorter(query))
  for (const group of groups.slice(0, rowLimit(query))) yield toRow(query, columns, group)
}
