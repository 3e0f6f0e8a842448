import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../kernel/errors.ts'
import type { Layout } from '../layout.ts'
import { meetingOf } from './cluster.ts'
import type { Connection } from './connection.ts'
import { look } from './standing.ts'
import { areThere, tablesOf } from './tables.ts'
import { codeOf } from './trouble.ts'

/** How long the servers of a cluster may take to do what each of them has to. */
const doneMs = 60_000
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

/** Waits until something is so; the servers of a cluster may take no longer than a question waits. */
export async function until({ cluster }: Connection, isSo: () => Promise<boolean>): Promise<void> {
  const end = cluster ? performance.now() + doneMs : Number.POSITIVE_INFINITY
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
export async function isOnAll(connection: Connection, layout: Layout): Promise<boolean> {
  const { cluster } = connection
  if (!cluster || !(await areThere(connection, layout))) return false
  const { dictionary } = tablesOf(layout, connection)
  return (await holders(connection, dictionary)).total >= cluster.servers
}

/** Whether all servers that have to have the dictionary are there. */
export async function isEverybodyThere(connection: Connection, dictionary: string) {
  const { cluster } = connection
  if (!cluster) return true
  return (await holders(connection, dictionary)).active >= cluster.servers
}

/** Whether what was asked to be deleted from a table of one server is. */
async function isDeleted({ rows }: Connection, table: string): Promise<boolean> {
  const sql = `select count(*) from system.mutations where database = currentDatabase() and table = '${table}' and not is_done`
  const [[left] = []] = await rows(sql, look())
  return !Number(left)
}

/** Whether it is on every server of a cluster, also those that are away: ZooKeeper knows how far each has come. */
async function isDeletedOnAll({ rows }: Connection, place: string): Promise<boolean> {
  const inside = (what: string, path: string, more = '') =>
    rows(`select ${what} from system.zookeeper where path = '${place}/${path}'${more}`, look())
  const [[last] = []] = await inside('max(name)', 'mutations')
  for (const [replica] of await inside('name', 'replicas')) {
    const pointer = ` and name = 'mutation_pointer'`
    const [[done] = []] = await inside('value', `replicas/${replica}`, pointer)
    if (String(done ?? '') < String(last ?? '')) return false
  }
  return true
}

/** Whether nothing is left of what was asked to be deleted from the dictionary. */
export async function areDeleted(connection: Connection, dictionary: string): Promise<boolean> {
  const { cluster } = connection
  return cluster
    ? isDeletedOnAll(connection, meetingOf(cluster, dictionary))
    : isDeleted(connection, dictionary)
}
