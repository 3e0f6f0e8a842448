import { mkdtemp, rm } from 'node:fs/promises'
import { BlockList } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadCatalog } from '../../src/events/catalog.ts'
import { record } from '../../src/events/record.ts'
import { cursorOf } from '../../src/exports/cursor-name.ts'
import { batches } from '../../src/exports/delivery/batches.ts'
import { logSource } from '../../src/exports/delivery/log-source.ts'
import {
  type ExportGround,
  openRun,
  runLive,
  type Serving,
} from '../../src/exports/delivery/target-run.ts'
import { openExportHouse } from '../../src/exports/export-house.ts'
import { beginYoung } from '../../src/heap.ts'
import { createLog } from '../../src/kernel/log.ts'
import { reach } from '../../src/outbound/reach.ts'
import { partSettings } from '../../src/outbound/sealed-settings.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import { soleServer } from '../../src/store/sole-server.ts'
import type { Target } from '../../src/store/state/targets.ts'
import type { Store } from '../../src/store/store.ts'
import { circumstances, madeRead } from '../made-read.ts'
import { madeLog } from '../reports/made-log.ts'
import { type Payload, rawSender } from './raw.ts'

/** A process that exports when it is told to, as the server does: a real store, the real frame, a real target. */

export type Receiver = {
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
}

export type Order = Receiver &
  (
    | { readonly act: 'fill' | 'export' | 'prepare' | 'raw'; readonly count: number }
    /** So many events wait for a receiver that is away. */
    | { readonly act: 'dead'; readonly count: number; readonly ms: number }
    /** So many events a second happen while they are exported. */
    | { readonly act: 'trickle'; readonly count: number; readonly perSecond: number }
  )

/** Events a second, and microseconds of processor time each; megabytes before and after. */
export type Done = {
  readonly rate: number
  readonly cpu: number
  readonly before: number
  readonly after: number
}

// As the server does.
beginYoung()

const happening = (at: number) => madeRead(`ci-runner-${at % 50}`)

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)

const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-exports-'))
const store = await openEmbeddedStore({ folder })
const house = await openExportHouse({
  reach: reach(loopback),
  origin: { host: 'vault.example.com', version: '0.1.0' },
  folder,
  key: new Uint8Array(32),
})
const catalog = await loadCatalog()
const clock = () => new Date()
const ground: ExportGround = { store, catalog, clock, log: createLog('silent'), house }

let targets = 0
let sendPrepared = async (): Promise<void> => {}

/** A target that begins behind `after`. */
async function targetFor({ kind, settings }: Receiver, after: number): Promise<Target> {
  const type = house.types.get(kind)
  if (!type) throw new Error(`there is no target ${kind}`)
  const target_uid = `target-${targets++}`
  const { open, secrets } = partSettings(type.settings, type.settings.parse(settings))
  await store.transaction((tx) => tx.cursors.set(cursorOf(target_uid), after))
  const never = {
    reason: null,
    trouble: null,
    trouble_since: null,
    coalesce_ms: 0,
    revision: 1,
    created_at: 0,
  }
  return {
    ...{ target_uid, name: target_uid, kind, filter: '', status: 'live', ...never },
    settings: JSON.stringify(open),
    sealed: house.sealer.seal(target_uid, secrets),
  }
}

async function append(count: number): Promise<void> {
  const now = new Date()
  await store.transaction(async (tx) => {
    for (let at = 0; at < count; at++)
      await record(tx, happening(at), { ...circumstances, at: now, recordedAt: now })
  })
}

const megabytes = () => {
  globalThis.gc?.()
  return Math.round(process.memoryUsage.rss() / 1_048_576)
}

const serving = (target: Target, stopping: AbortController): Serving => ({
  target,
  lease: soleServer(store, target.target_uid),
  signal: stopping.signal,
  lose: () => stopping.abort(),
})

/** Exports what is behind `after` up to the log's end, while `meanwhile` goes on. */
async function exported(receiver: Receiver, after: number, meanwhile: () => Promise<void>) {
  const target = await targetFor(receiver, after)
  const stopping = new AbortController()
  const run = openRun(ground, serving(target, stopping))
  const live = runLive(run)
  await meanwhile()
  const last = (await store.events.size()) - 1
  const position = () => store.read(({ cursors }) => cursors.find(cursorOf(target.target_uid)))
  while (((await position()) ?? -1) < last) await sleep(2)
  stopping.abort()
  await live
  await run.sender.close()
}

/** The texts of the newest events, as the target writes them, in its batches. */
async function payloads(order: Order): Promise<readonly Payload[]> {
  const target = await targetFor(order, -1)
  const { view, limits } = openRun(ground, serving(target, new AbortController()))
  const last = (await store.events.size()) - 1
  const { signal } = new AbortController()
  const source = logSource({ ...view, last })
  const found: Payload[] = []
  for await (const { units } of batches(source, limits, { after: last - order.count, signal }))
    found.push(units.map(({ text }) => text))
  return found
}

/** A receiver that is away, and a log that long: the store only keeps where the target is. */
async function dead(order: Extract<Order, { act: 'dead' }>) {
  const { events, read } = madeLog(order.count, Date.now())
  const away: Store = {
    ...store,
    events,
    read: (work) => store.read((state) => read((made) => work({ ...state, ...made }))),
  }
  const stopping = new AbortController()
  const run = openRun({ ...ground, store: away }, serving(await targetFor(order, -1), stopping))
  const live = runLive(run)
  await sleep(order.ms)
  stopping.abort()
  await live
}

async function obey(order: Order): Promise<void> {
  const newest = (await store.events.size()) - 1 - order.count
  if (order.act === 'fill') for (let at = 0; at < order.count; at += 10_000) await append(10_000)
  if (order.act === 'export') await exported(order, newest, async () => {})
  if (order.act === 'prepare') sendPrepared = await rawSender(order, await payloads(order))
  if (order.act === 'raw') await sendPrepared()
  if (order.act === 'dead') await dead(order)
  if (order.act === 'trickle')
    await exported(order, (await store.events.size()) - 1, async () => {
      for (let at = 0; at < order.count; at++) {
        await append(1)
        await sleep(1_000 / order.perSecond)
      }
    })
}

async function measured(order: Order): Promise<Done> {
  const before = megabytes()
  const [usage, started] = [process.cpuUsage(), performance.now()]
  await obey(order)
  const { user, system } = process.cpuUsage(usage)
  const rate = (order.count / (performance.now() - started)) * 1_000
  return { rate, cpu: (user + system) / order.count, before, after: megabytes() }
}

process.on('message', async (order: Order) => process.send?.(await measured(order)))
process.once('disconnect', async () => {
  await store.close()
  await rm(folder, { recursive: true })
})
process.send?.('ready')
