import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

const own = ['--tls', 'off', '--allow-private-targets', '127.0.0.0/8']

function urlThrough(line: CuttableLine, database: string): string {
  const url = new URL(database)
  url.port = new URL(line.url).port
  return url.href
}

async function start(member: Member, database: string): Promise<void> {
  const flags = [...own, '--database-url', urlThrough(member.line, database)]
  const process = startProcess({ folder: member.folder, flags })
  member.process = process
  const url = await process.url
  if (url === undefined) throw new Error(`a server did not start: ${process.log()}`)
  member.url = url
}

const portOf = ({ url }: Member) => (url === undefined ? '' : new URL(url).port)

/** How many events there are. */
async function sizeOf(url: string): Promise<number> {
  const store = await openDistributedStore({ url })
  const size = await store.events.size()
  await store.close()
  return size
}

/** The name of the server that has the lease for an export. */
const exportingName = (url: string): Promise<string | undefined> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select s.name from leases l join servers s on s.server_uid = l.holder
        where l.name like 'export %' and l.expires_at > extract(epoch from clock_timestamp()) * 1000`,
    )
    return rows[0]?.name
  })

/** Servers as processes, a PostgreSQL of their own, a line between each of them and it, and a balancer in front. */
export async function startFleet(count: number, fill: (tx: Transaction) => Promise<void>) {
  const cluster: Cluster = await startCluster()
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
    if (member) await start(member, cluster.url)
  }
  const front = await balancer(members)
  await front.has(count)

  return {
    url: front.url,
    database: cluster.url,
    members: members as readonly Member[],
    size: () => sizeOf(cluster.url),
    /** Which of them exports now; undefined while none does. */
    async exporting(): Promise<Member | undefined> {
      const name = await exportingName(cluster.url)
      return members.find((member) => name?.endsWith(`:${portOf(member)}`))
    },
    async kill(member: Member) {
      member.process?.kill('SIGKILL')
      await member.process?.ended
      member.url = undefined
    },
    start: (member: Member) => start(member, cluster.url),
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
