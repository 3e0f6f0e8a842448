import { personForgotten } from '../../events/catalog/security.ts'
import { Failure } from '../../kernel/errors.ts'
import { newUid } from '../../kernel/ids.ts'
import type { Reach, Stand } from '../engine.ts'
import type { Layout } from '../layout.ts'
import { columnName } from '../sql-text.ts'
import type { Connection } from './connection.ts'
import type { Tables } from './dialect.ts'
import { longColumn, numberColumn, textColumn } from './native-block.ts'
import { tablesOf, targetsOf } from './tables.ts'

const lookMs = 10_000
/** How long a look at the tables may take. */
export const look = () => AbortSignal.timeout(lookMs)

/** Where the mark is kept: in the dictionary, as the values of no field. */
const markField = -1

/** A number for the newest mark, and what it says. */
export async function newestMark({ rows }: Connection, { dictionary }: Tables) {
  const sql = `select id, value from ${dictionary} where field = ${markField} order by id desc, value desc limit 1`
  const [[id, value] = []] = await rows(sql, look())
  return { id: Number(id ?? 0), mark: String(value ?? '') }
}

/** Says that numbers may mean something else from now on. */
export async function newMark(connection: Connection, tables: Tables): Promise<void> {
  const { id } = await newestMark(connection, tables)
  await connection.insert(targetsOf(tables, connection).dictionary, 1, [
    numberColumn('field', 'Int32', Int32Array.of(markField)),
    numberColumn('id', 'UInt32', Int32Array.of(id + 1)),
    textColumn('value', [newUid()]),
    longColumn('seq', [0]),
  ])
}

/** How far the tables reach now, and the mark that they bear. */
export async function standOf(connection: Connection, tables: Tables): Promise<Stand> {
  const { mark } = await newestMark(connection, tables)
  const sql = `select seq from ${tables.facts} order by seq desc limit 1`
  const [[last] = []] = await connection.rows(sql, look())
  return { next: last === undefined ? 0 : Number(last) + 1, mark }
}

/** How many persons and addresses were erased by events from `seq` on. */
export async function erasuresFrom(
  seq: number,
  connection: Connection,
  layout: Layout,
): Promise<number> {
  const { facts, dictionary } = tablesOf(layout, connection)
  const at = layout.columnOf.get('audit_event') ?? 0
  const type = `select id from ${dictionary} where field = ${at} and value = '"${personForgotten.name}"'`
  const sql = `select count(*) from ${facts} where seq >= ${seq} and ${columnName(at)} in (${type})`
  const [[count] = []] = await connection.rows(sql, look())
  return Number(count ?? 0)
}

/** What a row of an event has, and one of nothing has not (`letting-go-on-cluster.ts`). */
export const isEvent = 'recorded <> 0'

/**
 * How far the rows reach. Of those that the log keeps, `kept` and after, one may be missing after a crash of a machine: that cannot be
 * mended by going on.
 */
export async function reachOf(
  connection: Connection,
  { facts }: Tables,
  kept: number,
): Promise<Reach> {
  const sql = `select countIf(seq >= ${kept}), count(*), minIf(seq, ${isEvent}), max(seq) from ${facts} final`
  const [[held, all, min, max] = []] = await connection.rows(sql, AbortSignal.timeout(6 * lookMs))
  if (!Number(all)) return { first: 0, next: 0 }
  const [first, next] = [Number(min), Number(max) + 1]
  if (Number(held) >= next - Math.max(first, kept)) return { first, next }
  throw new Failure(
    'busy',
    'Rows are missing in ClickHouse: make them anew with keepwatch projection rebuild, with all servers stopped.',
  )
}
