import type { ShownEvent } from '../../src/events/shown-event.ts'
import type { Scalar } from '../../src/kernel/canonical-json.ts'
import { invalid } from '../../src/kernel/errors.ts'
import { bucketStarts } from '../../src/query/buckets.ts'
import type { Fields } from '../../src/query/field.ts'
import { distinctField, type Query, rowLimit } from '../../src/query/query.ts'
import {
  type Column,
  columnsOf,
  happenedAt,
  type Row,
  readField,
  toSeconds,
} from '../../src/reports/columns.ts'
import { compareValues } from '../../src/reports/compare-values.ts'

/** Groups are kept in memory, so their number is bounded, and so is that of the distinct values of all of them. */
const maxGroups = 250_000
const maxDistinct = 1_000_000

type Group = {
  readonly bucket: number
  readonly values: readonly Scalar[]
  /** For each counted column, the values that were seen. */
  readonly seen: readonly Set<Scalar>[]
  count: number
  first: number
  last: number
}

type Measure = { readonly name: string; readonly of: (group: Group) => number }

const plain: Readonly<Record<string, (group: Group) => number>> = {
  occurrences: ({ count }) => count,
  first_created: ({ first }) => toSeconds(first),
  last_created: ({ last }) => toSeconds(last),
}

/** How a query groups and what it computes, worked out once. */
type Plan = {
  readonly bucketOf: (milliseconds: number) => number
  readonly columns: readonly Column[]
  readonly counted: readonly Column[]
  readonly measures: readonly Measure[]
}

function bucketOf({ report_type, timezone }: Query): (milliseconds: number) => number {
  if (report_type === 'raw' || report_type === 'dim' || report_type === 'span') return () => 0
  return bucketStarts(report_type, timezone)
}

function planOf(query: Query, fields: Fields): Plan {
  const names = query.aggregate.length > 0 ? [...new Set(query.aggregate)] : ['occurrences']
  const counted = columnsOf(
    names.map(distinctField).filter((name) => name !== undefined),
    fields,
  )
  const measures = names.map((name): Measure => {
    const index = counted.findIndex((column) => column.name === distinctField(name))
    return { name, of: plain[name] ?? (({ seen }) => seen[index]?.size ?? 0) }
  })
  return { bucketOf: bucketOf(query), columns: columnsOf(query.columns, fields), counted, measures }
}

const tooMany = (what: string) =>
  invalid(`The report has more than ${what}: take fewer columns or less time.`)

/** Keeps the groups; says how many distinct values an event added. */
function count(group: Group, event: ShownEvent, counted: readonly Column[]): number {
  const at = happenedAt(event)
  group.count += 1
  group.first = Math.min(group.first, at)
  group.last = Math.max(group.last, at)
  let added = 0
  for (const [index, { field }] of counted.entries()) {
    const value = readField(event, field)
    const seen = group.seen[index]
    if (value === undefined || value === '' || !seen || seen.has(value)) continue
    seen.add(value)
    added += 1
  }
  return added
}

const newGroup = (bucket: number, values: readonly Scalar[], counted: number): Group => ({
  bucket,
  values,
  seen: Array.from({ length: counted }, () => new Set<Scalar>()),
  count: 0,
  first: Infinity,
  last: -Infinity,
})

async function collect(plan: Plan, events: AsyncIterable<ShownEvent>): Promise<Group[]> {
  const { columns, counted } = plan
  const groups = new Map<string, Group>()
  let distinct = 0
  for await (const event of events) {
    const at = happenedAt(event)
    const bucket = plan.bucketOf(at)
    const values = columns.map(({ field }) => readField(event, field) ?? '')
    const key = JSON.stringify([bucket, values])
    const group = groups.get(key) ?? newGroup(bucket, values, counted.length)
    distinct += count(group, event, counted)
    groups.set(key, group)
    if (groups.size > maxGroups) throw tooMany(`${maxGroups} groups`)
    if (distinct > maxDistinct) throw tooMany(`${maxDistinct} distinct values`)
  }
  return [...groups.values()]
}

/** By the first aggregate, then by time, both in the order that was asked for; then by the columns. */
function sorter({ order }: Query, [first]: readonly Measure[]): (a: Group, b: Group) => number {
  const direction = order === 'ascending' ? 1 : -1
  const measure = first?.of ?? (() => 0)
  return (a, b) => {
    const byMeasure = (measure(a) - measure(b)) * direction
    if (byMeasure !== 0) return byMeasure
    if (a.bucket !== b.bucket) return (a.bucket - b.bucket) * direction
    const found = a.values.findIndex((value, index) => value !== b.values[index])
    return compareValues(a.values[found] ?? '', b.values[found] ?? '')
  }
}

function toRow({ report_type }: Query, { columns, measures }: Plan, group: Group): Row {
  const row: Record<string, Scalar> = {}
  for (const { name, of } of measures) row[name] = of(group)
  if (report_type !== 'span') row['created'] = toSeconds(group.bucket)
  for (const [index, { name }] of columns.entries()) {
    const value = group.values[index] ?? ''
    if (value !== '') row[name] = value
  }
  return row
}

/**
 * The groups of a span, hour, day, week or month report: one row for each bucket and combination of the columns that
 * has an event, with the aggregates (or `occurrences`), ordered by the first aggregate as Commander documents it.
 */
export async function* aggregated(
  query: Query,
  events: AsyncIterable<ShownEvent>,
  fields: Fields,
): AsyncGenerator<Row> {
  const plan = planOf(query, fields)
  const groups = (await collect(plan, events)).sort(sorter(query, plan.measures))
  for (const group of groups.slice(0, rowLimit(query))) yield toRow(query, plan, group)
}
