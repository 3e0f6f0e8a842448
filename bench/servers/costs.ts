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

/** What each process has taken so far. */
type Times = ReadonlyMap<number, number>

async function timesOf(pids: readonly number[]): Promise<Times> {
  return new Map(
    await Promise.all(pids.map(async (pid) => [pid, (await cpuOf(pid)) ?? 0] as const)),
  )
}

/** What those that still run have taken since. A session that ends in between is not counted, and not taken off either. */
const since = (before: Times, after: Times): number =>
  [...after].reduce((sum, [pid, time]) => sum + time - (before.get(pid) ?? 0), 0)

async function timesNow({ servers, database }: Whose) {
  const { user, system } = process.cpuUsage()
  return {
    servers: await timesOf(servers),
    database: await timesOf(await backendsOf(database)),
    clients: user + system,
  }
}

/** Does some work, and says what it gave and what each of so many parts of it takes of the processor, on whichever side. */
export async function costOf<Result>(
  count: number,
  whose: Whose,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly each: Spent }> {
  const before = await timesNow(whose)
  const result = await work()
  const after = await timesNow(whose)
  const shared = (all: number) => Math.round(all / count)
  const each = {
    servers: shared(since(before.servers, after.servers)),
    database: shared(since(before.database, after.database)),
    clients: shared(after.clients - before.clients),
  }
  return { result, each }
}
