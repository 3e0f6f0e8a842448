import type { Scalar } from '../kernel/canonical-json.ts'
import { invalid } from '../kernel/errors.ts'
import type { Group } from '../projection/groups.ts'
import type { Fields } from '../query/field.ts'
import { distinctField, type Query, rowLimit } from '../query/query.ts'
import { type Column, columnsOf, type Row, toSeconds } from './columns.ts'
import { compareValues } from './compare-values.ts'

/** Groups are put in order in memory, so their number is bounded. */
export const mostGroups = 250_000

type Measure = { readonly name: string; readonly of: (group: Group) => number }

const plain: Readonly<Record<string, (group: Group) => number>> = {
  occurrences: ({ count }) => count,
  first_created: ({ first }) => toSeconds(first),
  last_created: ({ last }) => toSeconds(last),
}

/** What a query shows of its groups, worked out once. */
type Plan = { readonly columns: readonly Column[]; readonly measures: readonly Measure[] }

function planOf(query: Query, fields: Fields): Plan {
  const names = query.aggregate.length > 0 ? [...new Set(query.aggregate)] : ['occurrences']
  const counted = [...new Set(names.map(distinctField).filter((name) => name !== undefined))]
  const measures = names.map((name): Measure => {
    const index = counted.indexOf(distinctField(name) ?? '')
    return { name, of: plain[name] ?? (({ distinct }) => distinct[index] ?? 0) }
  })
  return { columns: columnsOf(query.columns, fields), measures }
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
 * The rows of a span, hour, day, week or month report: one for each bucket and combination of the columns that has an event, with
 * the aggregates (or `occurrences`), ordered by the first aggregate as Commander documents it.
 */
export function aggregateRows(
  query: Query,
  groups: readonly Group[],
  fields: Fields,
): readonly Row[] {
  if (groups.length > mostGroups)
    throw invalid(`The report has more than ${mostGroups} groups: take fewer columns or less time.`)
  const plan = planOf(query, fields)
  const sorted = groups.toSorted(sorter(query, plan.measures))
  return sorted.slice(0, rowLimit(query)).map((group) => toRow(query, plan, group))
}
