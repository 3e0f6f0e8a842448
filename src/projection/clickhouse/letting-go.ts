import type { Layout } from '../layout.ts'
import { columnName } from '../sql-text.ts'
import { everywhere, shardRows } from './cluster.ts'
import type { Connection } from './connection.ts'
import type { Tables } from './dialect.ts'
import { longColumn } from './native-block.ts'
import { look, newMark } from './standing.ts'
import { tablesOf, targetsOf } from './tables.ts'
import { areDeleted, isEverybodyThere, tell, until } from './telling.ts'

/** So many values are deleted by one statement: one of a cluster may not be longer than a megabyte. */
const mostAtOnce = 10_000

/** The numbers of the values that nothing has, by field; the highest number of a field stays, so that none is given twice. */
async function unusedIn(
  { parts }: Connection,
  { facts, dictionary }: Tables,
  layout: Layout,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const unused = layout.fields.map(
    (_, at) => `(field = ${at} and id not in (select ${columnName(at)} from ${facts}))`,
  )
  const highest = `select field, max(id) from ${dictionary} group by field`
  const sql = `select field, id from ${dictionary} where (${unused.join(' or ')}) and (field, id) not in (${highest})`
  const found = new Map<number, number[]>()
  for await (const rows of parts(sql, AbortSignal.timeout(60_000)))
    for (const [field, id] of rows) {
      const ids = found.get(Number(field))
      if (ids) ids.push(Number(id))
      else found.set(Number(field), [Number(id)])
    }
  return found
}

/** Deletes values by their numbers, so that every server of a cluster deletes the same ones, whatever rows it has by then. */
async function dropUnused(connection: Connection, layout: Layout): Promise<void> {
  const tables = tablesOf(layout, connection)
  for (const [field, ids] of await unusedIn(connection, tables, layout))
    for (let at = 0; at < ids.length; at += mostAtOnce) {
      const some = ids.slice(at, at + mostAtOnce).join(', ')
      await connection.run(
        `alter table ${tables.dictionary} delete where field = ${field} and id in (${some})`,
      )
    }
}

/**
 * A replica leaves the block alone that was confirmed last. So one of nothing follows on each shard that has rows to let go; it goes as soon as
 * something follows it.
 */
async function passBlocks(kept: number, connection: Connection, tables: Tables): Promise<void> {
  const lastStretch = Math.floor((kept - 1) / shardRows)
  const { facts } = targetsOf(tables, connection)
  for (let turn = 0; turn < (connection.cluster?.turns ?? 0) && turn <= lastStretch; turn++)
    await connection.insert(facts, 1, [
      longColumn('seq', [(lastStretch - turn) * shardRows]),
      longColumn('time', [0]),
      longColumn('recorded', [0]),
    ])
}

async function dropRows(kept: number, connection: Connection, layout: Layout): Promise<void> {
  const { facts, rows } = tablesOf(layout, connection)
  await tell(
    connection,
    `alter table ${rows}${everywhere(connection.cluster)} delete where seq < ${kept}`,
  )
  const left = `select seq from ${facts} where seq < ${kept} and recorded <> 0 limit 1`
  await until(connection, async () => (await connection.rows(left, look())).length === 0)
}

/** Waits until no server has a value any more that is to be deleted; on a cluster something has to follow it. */
async function deleted(connection: Connection, tables: Tables): Promise<void> {
  if (connection.cluster) await newMark(connection, tables)
  await until(connection, () => areDeleted(connection, tables.dictionary))
}

/**
 * Lets rows go, and with them the values that nothing else has. The new mark is written when no server has those values any more: whoever
 * reads the dictionary after it finds none whose number is about to mean nothing. While a server of a cluster is away its values stay.
 */
export async function letGo(kept: number, connection: Connection, layout: Layout): Promise<void> {
  const tables = tablesOf(layout, connection)
  await passBlocks(kept, connection, tables)
  await dropRows(kept, connection, layout)
  // What an earlier try has begun.
  await deleted(connection, tables)
  if (await isEverybodyThere(connection, tables.dictionary)) {
    await dropUnused(connection, layout)
    await deleted(connection, tables)
  }
  await newMark(connection, tables)
}
