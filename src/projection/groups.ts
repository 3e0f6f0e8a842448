import type { Scalar } from '../kernel/canonical-json.ts'
import { invalid } from '../kernel/errors.ts'
import type { BucketSize } from '../query/buckets.ts'
import { type Field, findField } from '../query/field.ts'
import { distinctField, type Query } from '../query/query.ts'
import type { Span } from '../query/zone.ts'
import { type Asked, rowsOf } from './asked.ts'
import { bucketStart } from './bucket-start.ts'
import type { Dialect } from './dialect.ts'
import type { Cell } from './engine.ts'
import { type GroupKey, groupKey } from './group-key.ts'
import type { Question } from './question.ts'
import type { RowSource } from './row-source.ts'
import { where } from './sql-text.ts'

/** The events with some values in common: `values` in the order of the columns, `distinct` in that of the counted fields. */
export type Group = {
  /** When the bucket began, in milliseconds; 0 when all time is one. */
  readonly bucket: number
  readonly values: readonly Scalar[]
  readonly distinct: readonly number[]
  readonly count: number
  /** When the first and the last happened, in milliseconds. */
  readonly first: number
  readonly last: number
}

const sizes: ReadonlySet<string> = new Set(['hour', 'day', 'week', 'month'])
const isSize = (name: string): name is BucketSize => sizes.has(name)

const yearOf = (milliseconds: number) => new Date(milliseconds).getUTCFullYear()

/** Throws when the database does not know all of the months. */
function demandMonths({ from, before }: Span, { calendar }: Dialect): void {
  if (from >= calendar.from && before <= calendar.before) return
  throw invalid(
    `Months are known from ${yearOf(calendar.from)} to ${yearOf(calendar.before)} here, and there are events of other times: ask about less time.`,
  )
}

/** The bucket of each row, or undefined when there is no row. */
async function bucketOf(
  { report_type: size, timezone: zone }: Query,
  { from, conditions }: RowSource,
  { session, dialect }: Question,
): Promise<string | undefined> {
  if (!isSize(size)) return '0'
  const sql = `select count(*), min(time), max(time) from ${from} ${where(conditions)}`
  const [[count, first, last] = []] = await session.rows(sql)
  if (!count) return undefined
  const span = { from: Number(first), before: Number(last) + 1 }
  if (size === 'month') demandMonths(span, dialect)
  return bucketStart({ size, zone, span }, dialect)
}

const fieldsOf = (names: readonly string[], { vocabulary }: Question): readonly Field[] =>
  names.flatMap((name) => findField(vocabulary.fields, name) ?? [])

async function keysOf(fields: readonly Field[], question: Question): Promise<readonly GroupKey[]> {
  const keys: GroupKey[] = []
  for (const field of fields) keys.push(await groupKey(field, question))
  return keys
}

type Plan = {
  readonly bucket: string
  readonly columns: readonly GroupKey[]
  readonly counted: readonly GroupKey[]
  readonly rows: RowSource
}

function groupsSql(
  { bucket, columns, counted, rows }: Plan,
  most: number,
  dialect: Dialect,
): string {
  const keys = [bucket, ...columns.map(({ sql }) => sql)].map((sql, at) => `${sql} as k${at}`)
  const distinct = counted.map(({ sql, none }) => dialect.countDistinct(sql, none))
  const measures = ['count(*)', 'min(time)', 'max(time)', ...distinct]
  const joins = [...columns, ...counted].flatMap(({ joins }) => joins)
  const names = keys.map((_, at) => `k${at}`)
  return `select ${[...keys, ...measures].join(', ')} from ${rows.from}
    ${joins.join(' ')} ${where(rows.conditions)} group by ${names.join(', ')}
    having count(*) > 0 limit ${most}`
}

function groupOf(row: readonly Cell[], { columns }: Plan): Group {
  const [bucket, ...rest] = row
  const [count, first, last, ...distinct] = rest.slice(columns.length)
  return {
    bucket: Number(bucket),
    values: columns.map(({ read }, at) => read(rest[at] as string | number)),
    count: Number(count),
    first: Number(first),
    last: Number(last),
    distinct: distinct.map(Number),
  }
}

/** The groups of a query, in no order; no more than `most`. */
export async function groupsOf(asked: Asked, question: Question): Promise<readonly Group[]> {
  const { query, most } = asked
  const rows = await rowsOf(asked, question)
  const bucket = await bucketOf(query, rows, question)
  if (bucket === undefined) return []
  const distinct = [...new Set(query.aggregate)].map(distinctField)
  const named = [...new Set(distinct.filter((name) => name !== undefined))]
  const columns = await keysOf(fieldsOf([...new Set(query.columns)], question), question)
  const counted = await keysOf(fieldsOf(named, question), question)
  const plan = { bucket, columns, counted, rows }
  const found = await question.session.rows(groupsSql(plan, most, question.dialect))
  return found.map((row) => groupOf(row, plan))
}

/** The distinct values of a field, in no order. */
export async function valuesOf(
  field: Field,
  asked: Asked,
  question: Question,
): Promise<readonly Scalar[]> {
  const { from, conditions } = await rowsOf(asked, question)
  const { sql, joins, read } = await groupKey(field, question)
  const rows = await question.session.rows(
    `select distinct ${sql} from ${from} ${joins.join(' ')} ${where(conditions)} limit ${asked.most}`,
  )
  return rows.map(([key]) => read(key as string | number)).filter((value) => value !== '')
}
