import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../kernel/errors.ts'
import type { Layout } from '../layout.ts'
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
export async function isOnAll(connection: Connection, layout: Layout): Promise<boolean> {
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

/** Whether every server of a cluster, also one that is away, has deleted what it was asked to: ZooKeeper knows how far each has come. */
export async function areDeleted({ rows }: Connection, place: string): Promise<boolean> {
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
