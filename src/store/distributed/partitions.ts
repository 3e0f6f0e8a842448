import type { Client } from 'pg'
import { tileWidth } from '../../tlog/tile.ts'
import type { Sql } from '../sql.ts'
import { isLocked } from './database-error.ts'
import { plainQuery, postgresSql } from './postgres-sql.ts'

/**
 * The table of events in parts by their numbers, so that retention drops a table where it would delete a million rows
 * (docs/decisions/0125). Parts end where bundles of the tree end. Where they end is read from the database, so servers that
 * make them of different widths do not disturb each other.
 */
export type Partition = {
  /** The name of its table. */
  readonly name: string
  readonly from: number
  /** The first number behind it. */
  readonly before: number
}

/** Numbers of one part: 4,096 bundles. */
export const partitionWidth = 4_096 * tileWidth

const bounds = /FROM \('?(\d+)'?\) TO \('?(\d+)'?\)/

/** The parts that there are, by their numbers. */
export async function partitionsOf(sql: Pick<Sql, 'all'>): Promise<readonly Partition[]> {
  const rows = await sql.all<{ name: string; bound: string }>(
    `select relname as name, pg_get_expr(relpartbound, pg_class.oid) as bound
      from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = to_regclass('events')`,
  )
  return rows
    .flatMap(({ name, bound }) => {
      const [, from, before] = bounds.exec(bound) ?? []
      return before ? [{ name, from: Number(from), before: Number(before) }] : []
    })
    .sort((one, other) => one.from - other.from)
}

/**
 * Attaching takes a lock that neither readers nor writers feel, where `create table … partition of` would keep out both
 * (https://www.postgresql.org/docs/current/sql-altertable.html).
 */
const making = (from: number, before: number) => `
  create table events_${from} (like events including all);
  alter table events attach partition events_${from} for values from (${from}) to (${before})`

/** Makes the parts that events from one number on and before another need, in the transaction of the session. Gives the end of the last part. */
export async function extendTo(client: Client, from: number, before: number): Promise<number> {
  const last = (await partitionsOf(postgresSql(plainQuery(client)))).at(-1)?.before ?? 0
  let end = Math.max(last, from - (from % partitionWidth))
  for (; end < before; end += partitionWidth) await client.query(making(end, end + partitionWidth))
  return end
}

/**
 * Sees to it that so many numbers behind the log have a part. Gives the end of the last part, or undefined when somebody else is
 * changing the table: nothing waits for that, and the next look does it.
 */
export async function makeRoom(
  client: Client,
  size: number,
  ahead: number,
): Promise<number | undefined> {
  await client.query('begin')
  try {
    await client.query('lock table only events in share update exclusive mode nowait')
    const end = await extendTo(client, size, size + ahead)
    await client.query('commit')
    return end
  } catch (error) {
    await client.query('rollback')
    if (isLocked(error)) return undefined
    throw error
  }
}
