import type { Layout } from '../layout.ts'
import { columnName } from '../sql-text.ts'
import { type Cluster, everywhere, meetingOf, shardRows } from './cluster.ts'
import type { Connection } from './connection.ts'
import type { Tables } from './dialect.ts'
import { longColumn } from './native-block.ts'
import { isEvent, look, newMark } from './standing.ts'
import { partitionRows, tablesOf, targetsOf } from './tables.ts'
import { areDeleted, isEverybodyThere, tell, until } from './telling.ts'

/** So many values are deleted by one statement: all servers are told by a node of ZooKeeper, which holds a megabyte. */
const mostAtOnce = 10_000

type Going = { readonly kept: number; readonly connection: Connection; readonly layout: Layout }

/** The first number of a stretch of each shard that a partition has below `kept`: the last ones. */
export function stretchesIn(
  partition: number,
  kept: number,
  { turns }: Pick<Cluster, 'turns'>,
): readonly number[] {
  const first = (partition * partitionRows) / shardRows
  const last = Math.floor((Math.min(kept, (partition + 1) * partitionRows) - 1) / shardRows)
  const count = Math.min(turns, last - first + 1)
  return Array.from({ length: count }, (_, turn) => (last - turn) * shardRows)
}

/**
 * A replica changes nothing in the block of a partition that was confirmed last. So one follows there with a row of nothing but a number that
 * is let go; it goes with the next rows to be let go, when something has followed it.
 */
async function passBlocks(cluster: Cluster, { kept, connection, layout }: Going): Promise<void> {
  const tables = tablesOf(layout, connection)
  const sql = `select distinct intDiv(seq, ${partitionRows}) from ${tables.facts} where seq < ${kept} and ${isEvent}`
  for (const [partition] of await connection.rows(sql, look()))
    for (const seq of stretchesIn(Number(partition), kept, cluster))
      await connection.insert(targetsOf(tables, connection).facts, 1, [
        longColumn('seq', [seq]),
        longColumn('time', [0]),
        longColumn('recorded', [0]),
      ])
}

async function dropRows(cluster: Cluster, { kept, connection, layout }: Going): Promise<void> {
  const { facts, rows } = tablesOf(layout, connection)
  await tell(connection, `alter table ${rows}${everywhere(cluster)} delete where seq < ${kept}`)
  const left = `select seq from ${facts} where seq < ${kept} and ${isEvent} limit 1`
  await until(async () => (await connection.rows(left, look())).length === 0)
}

/** The numbers of the values of a field that nothing has, but its highest, so that none is given twice. */
async function unusedOf(
  [field, highest]: readonly [number, number],
  { facts, dictionary }: Tables,
  { kept, connection }: Going,
): Promise<readonly number[]> {
  const used = `select ${columnName(field)} from ${facts} where seq >= ${kept}`
  const sql = `select id from ${dictionary} where field = ${field} and id < ${highest} and id not in (${used})`
  const found = await connection.rows(sql, look())
  return found.map(([id]) => Number(id))
}

/** Deletes values by their numbers, so that every server deletes the same ones, whatever rows it has by then. */
async function dropUnused(going: Going): Promise<void> {
  const { connection, layout } = going
  const tables = tablesOf(layout, connection)
  const { dictionary } = tables
  const unused: (readonly [number, number])[] = []
  const sql = `select field, max(id) from ${dictionary} where field >= 0 group by field`
  for (const [field, highest] of await connection.rows(sql, look()))
    for (const id of await unusedOf([Number(field), Number(highest)], tables, going))
      unused.push([Number(field), id])
  for (let at = 0; at < unused.length; at += mostAtOnce) {
    const some = Map.groupBy(unused.slice(at, at + mostAtOnce), ([field]) => field)
    const conditions = [...some].map(
      ([field, pairs]) => `(field = ${field} and id in (${pairs.map(([, id]) => id).join(', ')}))`,
    )
    await connection.run(`alter table ${dictionary} delete where ${conditions.join(' or ')}`)
  }
}

/**
 * Lets rows go, and with them the values that nothing else has, on all servers of a cluster. The last mark is written when none of them has
 * those values any more: whoever reads the dictionary after it finds none whose number is about to mean nothing. While a server is away the
 * values stay.
 */
export async function letGoOn(cluster: Cluster, going: Going): Promise<void> {
  const { connection, layout } = going
  const tables = tablesOf(layout, connection)
  const { dictionary } = tables
  const deleted = async () => {
    // Something has to follow, as with rows.
    await newMark(connection, tables)
    await until(() => areDeleted(connection, meetingOf(cluster, dictionary)))
  }
  await passBlocks(cluster, going)
  await dropRows(cluster, going)
  // What an earlier try has begun.
  await deleted()
  if (await isEverybodyThere(connection, dictionary)) {
    await dropUnused(going)
    await deleted()
  }
  await newMark(connection, tables)
}
