import { fork } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { openDistributedStore } from '../src/store/distributed/distributed-store.ts'
import {
  type ServerProcess,
  startProcess,
  stopProcess,
} from '../test/faults/support/server-process.ts'
import { type Cluster, startCluster } from '../test/postgres/cluster.ts'
import { addedDevices } from '../test/support/added-devices.ts'
import { filledVault } from '../test/support/filled-vault.ts'
import type { RawDevice } from '../test/support/raw-device.ts'
import { rateOf } from './clients.ts'
import { obedient } from './obedient.ts'
import { write } from './print.ts'
import { openLines, requestBytes } from './raw-http.ts'
import { costOf } from './servers/costs.ts'
import { benchTables, pgbench } from './servers/pgbench.ts'
import type { AppendOrder } from './servers/server-process.ts'

const most = 3
const clients = 48
const appends = 24_000
const reads = 9_600
/** A server lives for weeks. What it does in its first seconds, while V8 still compiles, costs up to twice as much. */
const warmAppends = 10_000
/** Of each server, before anything is measured; and a few more each time, for the connections. */
const warmReads = 12_000
const fewReads = 480
const deviceCount = 24

const counts = Array.from({ length: most }, (_, at) => at + 1)

/** What is measured, and what `pgbench` commits a second just before it and just after it: a machine has quicker and slower minutes. */
async function beside<Measured>(
  { url }: Cluster,
  kind: Parameters<typeof pgbench>[1],
  measure: () => Promise<Measured>,
) {
  const before = pgbench(url, kind, clients)
  const measured = await measure()
  return { measured, bound: (before + pgbench(url, kind, clients)) / 2 }
}

/** Appends of so many servers together, a second. */
async function appendRate({ url }: Cluster, servers: number): Promise<number> {
  const env = { ...process.env, KEEPWATCH_BENCH_DATABASE: url }
  const file = join(import.meta.dirname, 'servers/server-process.ts')
  const all = await Promise.all(
    Array.from({ length: servers }, () => obedient<AppendOrder, number>(fork(file, { env }))),
  )
  const order = { clients: clients / servers, count: appends / servers }
  const together = async () => Promise.all(all.map(({ obey }) => obey(order)))
  await Promise.all(all.map(({ obey }) => obey({ clients: order.clients, count: warmAppends })))
  const began = performance.now()
  await together()
  const rate = (appends / (performance.now() - began)) * 1_000
  await Promise.all(all.map(({ stop }) => stop()))
  return rate
}

type Ground = { readonly servers: readonly ServerProcess[]; readonly devices: readonly RawDevice[] }

/** Servers as processes over one database, and devices that are bound. */
async function startServers({ url }: Cluster, root: string): Promise<Ground> {
  const vault = await filledVault()
  const bindAll = await addedDevices(vault, deviceCount)
  const store = await openDistributedStore({ url })
  await store.transaction(vault.fill)
  await store.close()
  const servers: ServerProcess[] = []
  for (let n = 0; n < most; n++) {
    const folder = join(root, String(n))
    if (n > 0) await cp(join(root, '0'), folder, { recursive: true })
    const server = startProcess({ folder, flags: ['--tls', 'off', '--database-url', url] })
    if ((await server.url) === undefined) throw new Error(server.log())
    servers.push(server)
  }
  const devices = await bindAll({ url: (await servers[0]?.url) ?? '' })
  return { servers, devices }
}

/** Sends so many reads that are sealed first to one of the servers, by so many connections. */
async function reader({ devices }: Ground, server: ServerProcess, { lines: count, reads }: Share) {
  const url = (await server.url) ?? ''
  const waiting: Buffer[] = []
  for (let n = 0; n < reads; n++) {
    const sealed = await devices[n % deviceCount]?.seal({})
    if (sealed) waiting.push(requestBytes(`${url}/api/rest/sm/v1/get_secret`, sealed))
  }
  const lines = await openLines(url, count)
  const next = () => lines.send(waiting.pop() as Buffer)
  return { read: (some: number) => rateOf(count, some, next), close: lines.close }
}

/** What one server has of what all are asked. */
type Share = { readonly lines: number; readonly reads: number }

/** So many reads for the first so many servers together, ready to be sent over connections that are open. */
async function readyReads(ground: Ground, count: number, reads: number) {
  const share = { lines: clients / count, reads: (fewReads + reads) / count }
  const asked = ground.servers.slice(0, count)
  const readers = await Promise.all(asked.map((server) => reader(ground, server, share)))
  await Promise.all(readers.map(({ read }) => read(fewReads / count)))
  /** Sends them. Gives how many were answered a second. */
  return async () => {
    const began = performance.now()
    await Promise.all(readers.map(({ read }) => read(reads / count)))
    const rate = (reads / (performance.now() - began)) * 1_000
    for (const { close } of readers) close()
    return rate
  }
}

/** Answers of the first so many servers together, a second, and what each costs. */
async function readRate(ground: Ground, count: number, database: string) {
  const whose = { servers: ground.servers.map(({ pid }) => pid), database }
  const { result, each } = await costOf(reads, whose, await readyReads(ground, count, reads))
  const cost = `; each takes ${each.servers} µs of the servers, ${each.database} of the database, ${each.clients} of who asks`
  return { rate: result, cost }
}

const percent = (share: number) => `${Math.round(share * 100)} %`

type Said = { readonly rate: number; readonly bound: number; readonly cost?: string }

const say = (what: string, servers: number, { rate, bound, cost = '' }: Said) =>
  write(
    `${what}, ${servers} ${servers === 1 ? 'server' : 'servers'}: ${Math.round(rate)}/s, ${percent(rate / bound)} of what pgbench commits with the same rows (${Math.round(bound)}/s)${cost}`,
  )

async function measure(cluster: Cluster, root: string): Promise<void> {
  const client = new Client(cluster.url)
  await client.connect()
  await client.query(benchTables)
  await client.end()
  for (const count of counts) {
    const append = () => appendRate(cluster, count)
    const { measured: rate, bound } = await beside(cluster, 'append', append)
    say('appends', count, { rate, bound })
  }
  const ground = await startServers(cluster, root)
  try {
    const warmUp = await readyReads(ground, most, most * warmReads)
    await warmUp()
    for (const count of counts) {
      const read = () => readRate(ground, count, cluster.url)
      const { measured, bound } = await beside(cluster, 'read', read)
      say('get_secret', count, { ...measured, bound })
    }
  } finally {
    await Promise.all(ground.servers.map(stopProcess))
  }
}

/**
 * One, two and three servers over one PostgreSQL, everything on this machine, beside what PostgreSQL's own measuring program reaches
 * there with the same rows a commit. More servers bring more only where the database is not what limits, or the cores.
 */
export async function benchServers(): Promise<void> {
  const cluster = await startCluster()
  const root = await mkdtemp(join(tmpdir(), 'keepwatch-bench-servers-'))
  try {
    await measure(cluster, root)
  } finally {
    await cluster.stop()
    await rm(root, { recursive: true, force: true })
  }
}
