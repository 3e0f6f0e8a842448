import { setTimeout as sleep } from 'node:timers/promises'
import type { Layout } from '../layout.ts'
import { columnName } from '../sql-text.ts'
import type { Connection } from './connection.ts'
import { letGoOn } from './letting-go-on-cluster.ts'
import { look, newMark } from './standing.ts'
import { tablesOf } from './tables.ts'

/** Waits until what was asked to be deleted is. */
async function deleted(connection: Connection, table: string): Promise<void> {
  const sql = `select count(*) from system.mutations where database = currentDatabase() and table = '${table}' and not is_done`
  for (;;) {
    const [[left] = []] = await connection.rows(sql, look())
    if (!Number(left)) return
    await sleep(50)
  }
}

/** Lets rows go, and with them the values that nothing else has; the highest number of a field stays, so that none is given twice. */
export async function letGo(kept: number, connection: Connection, layout: Layout): Promise<void> {
  if (connection.cluster) return letGoOn(connection.cluster, { kept, connection, layout })
  const { facts, dictionary } = tablesOf(layout)
  await connection.run(`alter table ${facts} delete where seq < ${kept}`)
  await deleted(connection, facts)
  const unused = layout.fields.map(
    (_, at) => `(field = ${at} and id not in (select ${columnName(at)} from ${facts}))`,
  )
  const highest = `select field, max(id) from ${dictionary} group by field`
  await connection.run(
    `alter table ${dictionary} delete where (${unused.join(' or ')}) and (field, id) not in (${highest})`,
  )
  await deleted(connection, dictionary)
  await newMark(connection, tablesOf(layout))
}
