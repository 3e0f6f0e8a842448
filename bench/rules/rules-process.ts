import { mkdtemp, rm, stat } from 'node:fs/promises'
import { BlockList } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openAlertHouse } from '../../src/alerts/alert-house.ts'
import { groundOf } from '../../src/alerts/compiled-rule.ts'
import { alertEngine, alertsCursor } from '../../src/alerts/engine.ts'
import { keepAlerts } from '../../src/alerts/keep-alerts.ts'
import { sealedAs } from '../../src/alerts/recipient.ts'
import { type RuleInput, ruleInput } from '../../src/alerts/rule.ts'
import { markChanged, setWatched, watchedOf } from '../../src/alerts/watch.ts'
import { appClientAccess, appClientConnected } from '../../src/events/catalog/ksm.ts'
import { loadCatalog } from '../../src/events/catalog.ts'
import { happened } from '../../src/events/event-type.ts'
import { record } from '../../src/events/record.ts'
import { sinceStart, systemClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/kernel/log.ts'
import { reach } from '../../src/outbound/reach.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import { circumstances } from '../made-read.ts'

/** A process that appends and watches when it is told to, as the server does: a real store, the real follower, a real webhook. */

export type Order =
  /** So many reads, by so many devices in turn. */
  | { readonly act: 'fill'; readonly events: number; readonly devices: number }
  /** What is there, from the first event to the last, by these rules. */
  | { readonly act: 'watch'; readonly rules: readonly RuleInput[] }
  /** Everything that is kept of groups is past. */
  | { readonly act: 'forget' }
  /** Events happen at that pace, and rules are watched meanwhile. A rule called `marker` tells the webhook. */
  | {
      readonly act: 'live'
      readonly rules: readonly RuleInput[]
      readonly perSecond: number
      readonly seconds: number
      readonly devices: number
      readonly webhook: string
    }

export type Done = {
  /** Events a second, and the share of a core that was used. */
  readonly rate: number
  readonly busy: number
  /** Megabytes: of the process, of its heap, at most, and of the database. */
  readonly rss: number
  readonly heap: number
  readonly peak: number
  readonly disk: number
  readonly groups: number
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)

const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-rules-'))
const store = await openEmbeddedStore({ folder })
const house = await openAlertHouse({
  tools: { reach: reach(loopback), now: systemClock },
  console: () => 'https://vault.example.com',
  key: new Uint8Array(32),
})
const ground = { ground: groundOf(await loadCatalog()), house, store, clock: systemClock }

let appended = 0
let peak = 0

/** A device reads; now and then one connects, which is what the marker waits for. */
async function append(many: number, devices: number): Promise<void> {
  const now = new Date()
  const around = { ...circumstances, at: now, recordedAt: now }
  const units = Array.from({ length: many }, () => {
    const number = appended++
    const at = number % devices
    const device = { app_uid: 'app', device_name: `device ${at}`, device_uid: `device-${at}` }
    const fields = { ...device, endpoint: 'get_secret', served: 'sha256:x', served_count: 20 }
    const isMarked = number % 1_000 === 999
    return isMarked ? happened(appClientConnected, device) : happened(appClientAccess, fields)
  })
  await Promise.all(units.map((one) => store.transaction((tx) => record(tx, one, around))))
}

/** In the place of those that were there. `position`: behind which they begin. */
async function setRules(rules: readonly RuleInput[], position: number, webhook: string) {
  await store.transaction(async (tx) => {
    for (const { alert_uid } of await tx.alertRules.list()) {
      await tx.alertGroups.removeOf(alert_uid)
      await tx.alertRules.remove(alert_uid)
    }
    for (const [at, input] of rules.entries()) {
      const rule = ruleInput.parse(input)
      const alert_uid = `rule-${at}`
      const kept = { alert_uid, alert_id: at + 1, name: rule.name, rule: JSON.stringify(rule) }
      const fresh = { status: 'on', snoozed_until: null, since_seq: 0, position: null } as const
      const counters = { occurrences: 0, sent: 0, last_sent: null, last_reset: null, created_at: 0 }
      await tx.alertRules.insert({ ...kept, ...fresh, ...counters })
      if (rule.name !== 'marker') continue
      const recipient = { alert_uid, recipient_id: 1 }
      const ways = JSON.stringify([{ channel: 'webhook', settings: { url: webhook } }])
      const sealed = house.sealer.seal(sealedAs(recipient), {})
      await tx.alertRecipients.put({ ...recipient, name: 'sink', disabled: 0, ways, sealed })
    }
    await tx.cursors.set(alertsCursor, position)
    await markChanged(tx)
  })
}

async function watchUntil(isDone: (isBusy: boolean, position: number) => boolean): Promise<void> {
  const engine = alertEngine({ ...ground, elapsed: sinceStart })
  let isBusy = true
  do {
    isBusy = await engine.advance()
    peak = Math.max(peak, process.memoryUsage.rss())
  } while (!isDone(isBusy, engine.position()))
}

async function groupsOf(): Promise<number> {
  return await store.read(async ({ alertRules, alertGroups }) => {
    let many = 0
    for (const { alert_uid } of await alertRules.list()) many += await alertGroups.many(alert_uid)
    return many
  })
}

async function forget(): Promise<void> {
  const years = 2 * 366 * 86_400_000
  await store.transaction(async (tx) => setWatched(tx, (await watchedOf(tx)) + years))
  let left = await groupsOf()
  while (left > 0) {
    await watchUntil((isBusy) => !isBusy)
    left = await groupsOf()
  }
}

const pauseMs = 10

async function live({ rules, perSecond, seconds, devices, webhook }: Order & { act: 'live' }) {
  await setRules(rules, (await store.events.size()) - 1, webhook)
  const stopping = new AbortController()
  const parts = { ...ground, elapsed: sinceStart, log: createLog('silent') }
  const keeping = keepAlerts(parts, stopping.signal)
  const [usage, begun, before] = [process.cpuUsage(), performance.now(), appended]
  let done = 0
  while (done < perSecond * seconds) {
    const due = Math.floor(((performance.now() - begun) / 1_000) * perSecond) - done
    await append(Math.min(due, 5_000), devices)
    done += Math.min(due, 5_000)
    peak = Math.max(peak, process.memoryUsage.rss())
    await sleep(pauseMs)
  }
  const ms = performance.now() - begun
  const { user, system } = process.cpuUsage(usage)
  const markers = Math.floor(appended / 1_000) - Math.floor(before / 1_000)
  const sent = () => store.read(async (state) => (await state.alertRules.find('rule-0'))?.sent ?? 0)
  const deadline = performance.now() + 60_000
  while ((await sent()) < markers && performance.now() < deadline) await sleep(50)
  await sleep(500)
  stopping.abort()
  await keeping
  return { many: done, busy: (user + system) / 1_000 / ms }
}

/** What it was done to so many times, and the share of a core that it took if that is another than the whole. */
type Work = { readonly many: number; readonly busy?: number }

async function obey(order: Order): Promise<Work> {
  if (order.act === 'fill') {
    for (let at = 0; at < order.events; at += 1_000) await append(1_000, order.devices)
    return { many: order.events }
  }
  if (order.act === 'watch') {
    const size = await store.events.size()
    await setRules(order.rules, -1, '')
    await watchUntil((_, position) => position >= size - 1)
    return { many: size }
  }
  if (order.act === 'live') return live(order)
  const groups = await groupsOf()
  await forget()
  return { many: groups }
}

const megabytes = (bytes: number) => Math.round(bytes / 1_048_576)

async function measured(order: Order): Promise<Done> {
  peak = 0
  const [usage, started] = [process.cpuUsage(), performance.now()]
  const { many, busy } = await obey(order)
  const ms = performance.now() - started
  const { user, system } = process.cpuUsage(usage)
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  return {
    rate: (many / ms) * 1_000,
    busy: busy ?? (user + system) / 1_000 / ms,
    rss: megabytes(rss),
    heap: megabytes(heapUsed),
    peak: megabytes(Math.max(peak, rss)),
    disk: megabytes((await stat(join(folder, 'keepwatch.db'))).size),
    groups: await groupsOf(),
  }
}

process.on('message', async (order: Order) => process.send?.(await measured(order)))
process.once('disconnect', async () => {
  await store.close()
  await rm(folder, { recursive: true })
})
process.send?.('ready')
