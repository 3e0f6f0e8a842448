import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import type { Transaction } from '../../src/store/store.ts'
import { type ServerProcess, startProcess, stopProcess } from '../faults/support/server-process.ts'
import { type CuttableLine, cuttableLine } from '../support/cuttable-line.ts'
import { type Backend, balancer } from './balancer.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { withClient } from './place.ts'
import { keysOnly } from './servers.ts'

/** One of the servers: a process, which may be another one later, and its own line to the database. */
type Member = Backend & {
  readonly folder: string
  readonly line: CuttableLine
  process: ServerProcess | undefined
}

const lookEveryMs = 50
const startsAgain = 5
const own = ['--tls', 'off', '--allow-private-targets', '127.0.0.0/8']

function urlThrough(line: CuttableLine, database: string): string {
  const url = new URL(database)
  url.port = new URL(line.url).port
  return url.href
}

type Ground = { readonly database: string; readonly flags: readonly string[] }

async function startOnce(member: Member, { database, flags }: Ground): Promise<string> {
  const place = ['--database-url', urlThrough(member.line, database)]
  const process = startProcess({ folder: member.folder, flags: [...own, ...place, ...flags] })
  member.process = process
  const url = await process.url
  if (url === undefined) throw new Error(`a server did not start: ${process.log()}`)
  return url
}

/** As a service manager does: on a machine that has no time for it, a server may find no connection to the database and end. */
async function start(member: Member, ground: Ground): Promise<void> {
  for (let left = startsAgain; member.url === undefined; left--)
    member.url = await startOnce(member, ground).catch((error) => {
      if (left === 0) throw error
      return undefined
    })
}

const portOf = ({ url }: Member) => (url === undefined ? '' : new URL(url).port)

/** How many events there are. */
async function sizeOf(url: string): Promise<number> {
  const store = await openDistributedStore({ url })
  const size = await store.events.size()
  await store.close()
  return size
}

/** What only one of them does at a time, as its lease begins. */
type Work = 'export' | 'analytics'

/** The name of the server that has the lease for a work. */
const holderName = (url: string, work: Work): Promise<string | undefined> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select s.name from leases l join servers s on s.server_uid = l.holder
        where l.name like $1 and l.expires_at > extract(epoch from clock_timestamp()) * 1000`,
      [`${work} %`],
    )
    return rows[0]?.name
  })

/** Who of some servers does what. */
function sharedOut(members: readonly Member[], database: string) {
  async function doing(work: Work): Promise<Member | undefined> {
    const name = await holderName(database, work)
    return members.find((member) => name?.endsWith(`:${portOf(member)}`))
  }

  return {
    /** Which of them does a work now; undefined while none does. */
    doing,
    /** Resolves when another one than this does the work, and says after how many seconds. */
    async replaced(work: Work, gone: Member): Promise<number> {
      const began = performance.now()
      for (;;) {
        const now = await doing(work).catch(() => undefined)
        if (now && now !== gone) return (performance.now() - began) / 1000
        await sleep(lookEveryMs)
      }
    },
  }
}

/**
 * Servers as processes, a PostgreSQL of their own, a line between each of them and it, and a balancer in front. `flags` are what all of
 * them are started with besides.
 */
export async function startFleet(
  count: number,
  fill: (tx: Transaction) => Promise<void>,
  flags: readonly string[] = [],
) {
  const cluster: Cluster = await startCluster()
  const ground: Ground = { database: cluster.url, flags }
  const store = await openDistributedStore({ url: cluster.url })
  await store.transaction(fill)
  await store.close()

  const root = await mkdtemp(join(tmpdir(), 'keepwatch-fleet-'))
  const members: Member[] = []
  for (let n = 0; n < count; n++) {
    const [folder, line] = [join(root, `server-${n}`), await cuttableLine(cluster.url)]
    // The first has made the keys of all.
    const first = members[0]?.folder
    if (first) await cp(first, folder, { recursive: true, filter: keysOnly(first) })
    members.push({ folder, line, process: undefined, url: undefined })
    const member = members[n]
    if (member) await start(member, ground)
  }
  const front = await balancer(members)
  await front.has(count)

  return {
    url: front.url,
    database: cluster.url,
    members: members as readonly Member[],
    size: () => sizeOf(cluster.url),
    ...sharedOut(members, cluster.url),
    async kill(member: Member) {
      member.process?.kill('SIGKILL')
      await member.process?.ended
      member.url = undefined
    },
    start: (member: Member) => start(member, ground),
    freeze: (member: Member) => member.process?.kill('SIGSTOP'),
    wake: (member: Member) => member.process?.kill('SIGCONT'),
    crashDatabase: () => cluster.crash(),
    /** Resolves once all of them answer. */
    settled: () => front.has(count),
    async stopServers() {
      await front.close()
      return Promise.all(
        members.map(async ({ process }) => process && (await stopProcess(process))),
      )
    },
    async remove() {
      for (const { process } of members) {
        process?.kill('SIGCONT')
        process?.kill('SIGKILL')
        await process?.ended
      }
      await front.close()
      await Promise.all(members.map(({ line }) => line.close()))
      await cluster.stop()
      await rm(root, { recursive: true, force: true })
    },
  }
}

export type Fleet = Awaited<ReturnType<typeof startFleet>>
export type FleetMember = Member
