import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../kernel/errors.ts'
import type { Layout } from '../layout.ts'
import { meetingOf } from './cluster.ts'
import type { Connection } from './connection.ts'
import { look } from './standing.ts'
import { areThere, creationOf, tablesOf } from './tables.ts'
import { codeOf } from './trouble.ts'

/** How long the servers of a cluster may take to do what each of them has to. */
const doneMs = 60_000
/** How long the servers of a cluster may take to be there with tables that they have just made. */
const activeMs = 10_000
const againMs = 50

const isLate = (error: unknown) => error instanceof Error && codeOf(error) === '159'

const unfinished = (cause?: unknown) =>
  new Failure(
    'busy',
    'Reports are answered by ClickHouse, and not all servers of its cluster have done what they were told: start those that are away.',
    { cause },
  )

/** Runs a statement that all servers of a cluster have to carry out now, if there is a cluster. */
export async function tellAll({ run }: Connection, statement: string): Promise<void> {
  await run(statement).catch((error: unknown) => {
    throw isLate(error) ? unfinished(error) : error
  })
}

/** The same, but servers that are away do it when they are back. */
export async function tell({ run }: Connection, statement: string): Promise<void> {
  await run(statement).catch((error: unknown) => {
    if (!isLate(error)) throw error
  })
}

/** Waits until something is so on the servers of a cluster, for no longer than a question waits. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + doneMs
  while (!(await isSo())) {
    if (performance.now() > end) throw unfinished()
    await sleep(againMs)
  }
}

/** How many servers have the dictionary of a cluster, and how many of those are there. */
async function holders({ rows, cluster }: Connection, dictionary: string) {
  const [, table] = dictionary.split('.')
  const sql = `select total_replicas, active_replicas from system.replicas
    where database = '${cluster?.database}' and table = '${table}'`
  const [[total, active] = []] = await rows(sql, look())
  return { total: Number(total ?? 0), active: Number(active ?? 0) }
}

/** Whether the tables are known to be on all servers of a cluster. */
async function isOnAll(connection: Connection, layout: Layout): Promise<boolean> {
  const { cluster } = connection
  if (!cluster || !(await areThere(connection, layout))) return false
  const { dictionary } = tablesOf(layout, connection)
  return (await holders(connection, dictionary)).total >= cluster.servers
}

/** Whether all servers of a cluster are there. */
export async function isEverybodyThere(connection: Connection, dictionary: string) {
  const { active } = await holders(connection, dictionary)
  return active >= (connection.cluster?.servers ?? 0)
}

/** What lies in a place of ZooKeeper. */
const inside = ({ rows }: Connection, what: string, path: string, more = '') =>
  rows(`select ${what} from system.zookeeper where path = '${path}'${more}`, look())

/** Whether every server of a cluster, also one that is away, has deleted what it was asked to: ZooKeeper knows how far each has come. */
export async function areDeleted(connection: Connection, place: string): Promise<boolean> {
  const [[last] = []] = await inside(connection, 'max(name)', `${place}/mutations`)
  for (const [replica] of await inside(connection, 'name', `${place}/replicas`)) {
    const pointer = ` and name = 'mutation_pointer'`
    const path = `${place}/replicas/${replica}`
    const [[done] = []] = await inside(connection, 'value', path, pointer)
    if (String(done ?? '') < String(last ?? '')) return false
  }
  return true
}

/** Whether every server that has one of these tables is there, as ZooKeeper sees it. */
async function areActive(connection: Connection, places: readonly string[]): Promise<boolean> {
  for (const place of places)
    for (const [replica] of await inside(connection, 'name', `${place}/replicas`)) {
      const path = `${place}/replicas/${replica}`
      const mark = await inside(connection, 'name', path, ` and name = 'is_active'`)
      if (mark.length === 0) return false
    }
  return true
}

/** Waits until the servers that have the tables are there, without whom rows are refused; but not for long, as one of them may be away. */
export async function untilActive(connection: Connection, layout: Layout): Promise<void> {
  const { cluster } = connection
  if (!cluster) return
  const { rows, dictionary } = tablesOf(layout, connection)
  const meeting = meetingOf(cluster, rows)
  const shards = (await inside(connection, 'name', meeting)).map(([shard]) => `${meeting}/${shard}`)
  const places = [meetingOf(cluster, dictionary), ...shards]
  const end = performance.now() + activeMs
  while (!(await areActive(connection, places)) && performance.now() < end) await sleep(againMs)
}

/** Makes the tables where they are not. A server of a cluster that is away makes them when it is back, and nobody waits for it to be there. */
export async function makeTables(connection: Connection, layout: Layout): Promise<void> {
  if (await isOnAll(connection, layout)) return
  for (const statement of creationOf(layout, connection)) await tell(connection, statement)
  await untilActive(connection, layout)
}
