import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { loadCatalog } from '../../src/events/catalog.ts'
import { projectionPlan } from '../../src/open-projection.ts'
import { checkProjection } from '../../src/projection/check.ts'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import type { LogEntry } from '../../src/store/store.ts'
import { faults } from '../faults/support/effort.ts'
import { faultSeed, type Random, randomFrom, say } from '../faults/support/random.ts'
import { addWriter } from '../faults/support/writer.ts'
import { type Fleet, startFleet } from '../postgres/fleet.ts'
import { wanderingClients } from '../postgres/wandering-clients.ts'
import { addedDevices } from '../support/added-devices.ts'
import { filledVault } from '../support/filled-vault.ts'
import { type Analytics, engineOf, startClickhouse } from './support/analytics.ts'
import { type Answer, askingReaders, countsAt, type Unanswered } from './support/asking-readers.ts'

/**
 * Three `keepwatch serve` on one PostgreSQL that share one ClickHouse for reports. Devices read and somebody adds records all the while, and
 * every server is asked how often that has happened: an answer may not miss what was acknowledged before the question, nor count what nobody
 * had begun. Meanwhile the server that fills the tables is killed, or sleeps longer than its lease lasts and wakes with a batch in its
 * hands, and ClickHouse itself is killed.
 */

let fleet: Fleet | undefined
let analytics: Analytics | undefined
afterEach(async () => {
  await fleet?.remove()
  await analytics?.stop()
})

const kinds = ['kill', 'freeze', 'clickhouse', 'kill'] as const
type Kind = (typeof kinds)[number]
type Excuse = { readonly from: number; readonly to: number }

/** Longer than a lease lasts. */
const sleepMs = 9_000
/** A server that waits for another one to fill the tables, and for a ClickHouse that has come back. */
const afterwardsMs = 5_000
const addEveryMs = 100
const devices = 4

type Ground = { readonly fleet: Fleet; readonly house: Analytics; readonly random: Random }

/** One fault from its beginning to its end. Gives the seconds until another server filled the tables. */
async function meet({ fleet: ground, house, random }: Ground, kind: Kind) {
  if (kind === 'clickhouse') {
    await house.program.kill('SIGKILL')
    await sleep(random.below(1_500))
    return house.program.restart()
  }
  const server = await ground.doing('analytics')
  if (!server) throw new Error('nobody fills the tables')
  const replaced = () => ground.replaced('analytics', server)
  if (kind === 'kill') {
    await ground.kill(server)
    const seconds = await replaced()
    await ground.start(server)
    await ground.settled()
    return seconds
  }
  ground.freeze(server)
  const [seconds] = await Promise.all([replaced(), sleep(sleepMs)])
  ground.wake(server)
  await ground.settled()
  return seconds
}

const isExcused = (excuses: readonly Excuse[], { began, ended }: Unanswered) =>
  excuses.some(({ from, to }) => began <= to && ended >= from)

/** An answer that misses what was acknowledged before its question, or has what nobody had begun. */
const isWrong = ({ counts }: Answer) =>
  Object.values(counts).some(({ least, found, most }) => found < least || found > most)

async function everything(url: string): Promise<readonly LogEntry[]> {
  const store = await openDistributedStore({ url })
  const entries = await store.events.readAfter(-1, { limit: await store.events.size() })
  await store.close()
  return entries
}

test('servers that share one ClickHouse count everything that was acknowledged once, while the one that fills it dies or sleeps', {
  timeout: 3_600_000,
}, async () => {
  const seed = faultSeed()
  say('servers on one ClickHouse', { seed })
  const random = randomFrom(seed)
  const vault = await filledVault()
  const bindAll = await addedDevices(vault, devices)
  const house = await startClickhouse()
  analytics = house
  const ground = await startFleet(
    3,
    async (tx) => {
      await vault.fill(tx)
      await addWriter(tx)
    },
    ['--analytics-url', house.url],
  )
  fleet = ground
  const bound = await bindAll(ground)

  const clients = wanderingClients(ground.url)
  const doings = { app_client_access: clients.history, record_add: clients.added }
  // The first question makes the tables.
  const before = await countsAt(ground.url)
  clients.start(bound, addEveryMs)
  const readers = askingReaders(ground.members, { doings, before })

  const excuses: Excuse[] = []
  const replaced: number[] = []
  for (let n = 0; n < faults({ few: kinds.length, many: 60 }); n++) {
    await readers.everybody()
    await sleep(random.below(1_500))
    const from = performance.now()
    const seconds = await meet({ fleet: ground, house, random }, kinds[n % kinds.length] as Kind)
    excuses.push({ from, to: performance.now() + afterwardsMs })
    if (seconds !== undefined) replaced.push(seconds)
  }
  await readers.everybody()
  await clients.stop()
  await readers.stop()

  const counts = await Promise.all(ground.members.map(({ url }) => countsAt(url ?? '')))
  const entries = await everything(ground.database)
  const checked = await checkProjection(
    engineOf(house),
    entries,
    projectionPlan(await loadCatalog()).layout,
  )
  const { answers, unanswered } = readers
  say('servers on one ClickHouse', {
    faults: excuses.length,
    read: clients.answered(),
    added: clients.added.length,
    answers: answers.length,
    unanswered: unanswered.length,
    events: entries.length,
    'replaced within s': Math.max(...replaced).toFixed(1),
  })

  expect(answers.filter(isWrong)).toEqual([])
  expect(unanswered.filter((question) => !isExcused(excuses, question))).toEqual([])
  for (const type of Object.keys(doings)) {
    const logged = entries.filter(({ body }) => JSON.parse(body).audit_event === type).length
    expect(counts.map((found) => found.get(type))).toEqual([logged, logged, logged])
  }
  expect(checked).toMatchObject({ state: 'agrees' })
  expect(await ground.stopServers()).toEqual([0, 0, 0])
})
