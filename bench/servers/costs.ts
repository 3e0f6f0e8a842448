import { Client } from 'pg'
import { cpuOf } from '../pinned.ts'

/** Microseconds of processor time. */
type Spent = { readonly servers: number; readonly database: number; readonly clients: number }

/** Whose time counts: the servers' processes, all sessions and helpers of the database, and this process, which asks. */
type Whose = { readonly servers: readonly number[]; readonly database: string }

async function backendsOf(url: string): Promise<readonly number[]> {
  const client = new Client(url)
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pid from pg_stat_activity')
  await client.end()
  return rows.map(({ pid }) => pid)
}

/** A session that has ended is no longer counted: ours stay. */
async function spentBy(pids: readonly number[]): Promise<number> {
  const all = await Promise.all(pids.map(cpuOf))
  return all.reduce<number>((sum, one) => sum + (one ?? 0), 0)
}

async function spent({ servers, database }: Whose): Promise<Spent> {
  const { user, system } = process.cpuUsage()
  return {
    servers: await spentBy(servers),
    database: await spentBy(await backendsOf(database)),
    clients: user + system,
  }
}

/** Does some work, so often, and says what each time takes of the processor, on whichever side. */
export async function costOf(count: number, whose: Whose, work: () => Promise<void>) {
  const before = await spent(whose)
  await work()
  const after = await spent(whose)
  const each = (side: keyof Spent) => Math.round((after[side] - before[side]) / count)
  return { servers: each('servers'), database: each('database'), clients: each('clients') }
}
