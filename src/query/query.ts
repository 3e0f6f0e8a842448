import { z } from 'zod'
import { invalid } from '../kernel/errors.ts'
import { commanderConditions, commanderFilter } from './commander-filter.ts'
import { type Complaint, firstComplaint, sentence } from './complaint.ts'
import { boundedText, condition, conditionTrouble } from './condition.ts'
import { type Fields, findField } from './field.ts'
import { kindOf } from './kind.ts'
import { isZone } from './zone.ts'

const maxConditions = 100
const maxLimit = 100_000_000

const zone = boundedText.refine(isZone, 'must be an IANA time zone such as Europe/Berlin, or UTC')

const distinctOf = /^distinct\((.+)\)$/

/** The field whose distinct values an aggregate counts, or undefined when it counts something else. */
export const distinctField = (aggregate: string): string | undefined =>
  distinctOf.exec(aggregate)?.[1]

const plainAggregates = ['occurrences', 'first_created', 'last_created']

const aggregate = boundedText.refine(
  (value) => plainAggregates.includes(value) || distinctOf.test(value),
  `must be one of ${plainAggregates.join(', ')}, distinct(FIELD)`,
)

const asked = z.strictObject({
  /** `raw` events, the values of one field (`dim`), or groups: of all time (`span`) or an hour, day, week or month. */
  report_type: z.enum(['raw', 'dim', 'span', 'hour', 'day', 'week', 'month']).default('raw'),
  /** The fields that groups have in common. */
  columns: z.array(boundedText).max(16).readonly().default([]),
  /** What is computed for each group; nothing is `occurrences`. */
  aggregate: z.array(aggregate).max(8).readonly().default([]),
  timezone: zone.default('UTC'),
  limit: z.int().min(-1).max(maxLimit).optional(),
  order: z.enum(['ascending', 'descending']).default('descending'),
  /** Cursors: only events after, and before, that number. */
  after: z.int().min(-1).optional(),
  before: z.int().min(0).optional(),
  where: z.array(condition).max(maxConditions).readonly().default([]),
  /** Commander's way to say `where`. */
  filter: commanderFilter.default({}),
})

type Asked = z.output<typeof asked>

/**
 * A question: conditions that an event must all meet, and what to make of the events that do. `limit` -1 or 0 means all; without
 * one a raw report has 50 rows and every other report has all.
 */
export type Query = Readonly<Omit<Asked, 'filter'>>

/** A question as it is sent. */
export type QueryInput = Readonly<z.input<typeof asked>>

/** Whether rows can be grouped by the field of that name. */
function groupsBy(fields: Fields, name: string): boolean {
  const field = findField(fields, name)
  return field !== undefined && kindOf(field.kind).groups
}

function columnTrouble(
  { report_type, columns, aggregate }: Query,
  fields: Fields,
): Complaint | undefined {
  if (report_type === 'raw') return undefined
  if (report_type === 'dim' && columns.length !== 1)
    return { path: ['columns'], says: 'must name exactly one column for a dim report' }
  const named = [
    ...columns.map((name, index) => ({ name, path: ['columns', index] })),
    ...aggregate.map((one, index) => ({ name: distinctField(one), path: ['aggregate', index] })),
  ]
  for (const { name, path } of named)
    if (name !== undefined && !groupsBy(fields, name))
      return { path, says: `names "${name}", which is not a column to group by` }
  return undefined
}

/** Every field by its own name. */
const canonical = (where: Query['where'], fields: Fields): Query['where'] =>
  where.map(({ field, ...rest }) => ({ field: findField(fields, field)?.name ?? field, ...rest }))

/** Reads a query from outside, or says what is wrong with it, and where. */
export function readQuery(raw: unknown, fields: Fields): Query | { readonly trouble: Complaint } {
  const parsed = asked.safeParse(raw)
  if (!parsed.success) return { trouble: firstComplaint(parsed.error) }
  const { filter, ...query } = parsed.data
  const context = { fields, zone: query.timezone }
  const commanders = commanderConditions(filter)
  const trouble =
    conditionTrouble(query.where, context) ??
    filterTrouble(conditionTrouble(commanders, context)) ??
    columnTrouble(query, fields)
  if (trouble) return { trouble }
  return { ...query, where: [...commanders, ...canonical(query.where, fields)] }
}

/** What is wrong in this zone with a filter that is right in UTC: only its time can be. */
const filterTrouble = (trouble: Complaint | undefined) =>
  trouble && { ...trouble, path: ['filter', 'created'] }

/**
 * Reads a query from outside.
 *
 * @throws `invalid` with one sentence that names the place, such as `where[3].values[0]`.
 */
export function parseQuery(raw: unknown, fields: Fields): Query {
  const read = readQuery(raw, fields)
  if ('trouble' in read) throw invalid(sentence(read.trouble))
  return read
}

const rawRows = 50

/** The most rows that a query wants. */
export function rowLimit({ report_type, limit }: Pick<Query, 'report_type' | 'limit'>): number {
  if (limit !== undefined && limit > 0) return limit
  return limit === undefined && report_type === 'raw' ? rawRows : Infinity
}
