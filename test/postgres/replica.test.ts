import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { openReplica, type ReplicaOptions } from '../../src/store/distributed/replica.ts'
import type { EventLog, LogEntry, Store } from '../../src/store/store.ts'
import { type Cluster, startCluster, startStandby } from './cluster.ts'
import { newPlace, withClient } from './place.ts'

/** Reports read a streaming replica of PostgreSQL, and find what was acknowledged before they asked, whatever the replica does. */

let cluster: Cluster
let standby: Cluster
let place: Awaited<ReturnType<typeof newPlace>>
let store: Store

beforeAll(async () => {
  cluster = await startCluster()
  standby = await startStandby(cluster.url)
})

afterAll(async () => {
  await standby.stop()
  await cluster.stop()
})

beforeEach(async () => {
  place = await newPlace(cluster.url)
  store = await openDistributedStore({ url: place.place })
  await append(300)
})

afterEach(async () => {
  await onStandby('select pg_wal_replay_resume()')
  await store.close()
  await place.remove()
})

let appended = 0

async function append(count: number): Promise<void> {
  await store.transaction(async (tx) => {
    for (let n = 0; n < count; n++) await tx.events.append(`{"n":${appended++}}`)
  })
}

const onStandby = (statement: string) =>
  withClient(standby.url, (client) => client.query(statement).then(() => undefined))

/** The same place on the other server. */
const placeOn = (url: string) => {
  const there = new URL(url)
  there.search = new URL(place.place).search
  return there.href.replaceAll('+', '%20')
}

/** Resolves when a replica has what the primary has now. */
async function caughtUp(replicaUrl = standby.url): Promise<void> {
  const size = await store.events.size()
  await vi.waitFor(
    async () =>
      withClient(placeOn(replicaUrl), async (client) => {
        const { rows } = await client.query('select max(seq) as newest from events')
        expect(rows[0].newest).toBe(size - 1)
      }),
    60_000,
  )
}

/** The log over the replica, who was asked for entries, and what was told. */
async function replica(options: Partial<ReplicaOptions> = {}) {
  const asked = { primary: 0 }
  const counting =
    <Args extends readonly unknown[], Found>(work: (...args: Args) => Found) =>
    (...args: Args) => {
      asked.primary++
      return work(...args)
    }
  const { events } = store
  const primary: EventLog = {
    ...events,
    readAfter: counting(events.readAfter),
    readBefore: counting(events.readBefore),
    readThese: counting(events.readThese),
  }
  const told: unknown[] = []
  const opened = await openReplica({
    url: placeOn(standby.url),
    primary,
    told: (reason) => told.push(reason),
    restMs: 0,
    ...options,
  })
  onTestFinished(opened.close)
  return { log: opened.events, asked, told }
}

/** What each way of reading gives, as both should give it. */
async function everything(log: EventLog): Promise<readonly (readonly LogEntry[])[]> {
  const size = await log.size()
  return [
    await log.readAfter(-1, { limit: 10_000 }),
    await log.readAfter(size - 3, { limit: 100 }),
    await log.readAfter(size - 1, { limit: 100 }),
    await log.readBefore(size, { limit: 50 }),
    await log.readBefore(5, { limit: 50 }),
    await log.readThese([size - 1, 3, 7, size + 5]),
  ]
}

test('entries come from the replica, and are those of the primary', async () => {
  await caughtUp()
  const { log, asked, told } = await replica()

  expect(await everything(log)).toEqual(await everything(store.events))
  expect(asked.primary).toBe(0)
  expect(told).toEqual([])
})

test('what retention has dropped is missing from the replica as well, and nobody waits for it', async () => {
  await append(900)
  await store.events.size()
  await store.transaction((tx) => tx.events.prune(512))
  await caughtUp()
  const { log, asked } = await replica()

  expect(await everything(log)).toEqual(await everything(store.events))
  expect((await log.readAfter(-1, { limit: 1 }))[0]?.seq).toBe(512)
  expect(asked.primary).toBe(0)
})

test('who has written something finds it: the replica is waited for while it comes', async () => {
  await caughtUp()
  const { log, asked, told } = await replica({ patienceMs: 60_000 })
  await onStandby('select pg_wal_replay_pause()')
  await append(5)
  const size = await store.events.size()
  const reading = log.readAfter(size - 6, { limit: 100 })
  await onStandby('select pg_wal_replay_resume()')

  expect(await reading).toHaveLength(5)
  expect(asked.primary).toBe(0)
  expect(told).toEqual([])
})

test('a replica that stays behind is not waited for for ever: the primary is read, which is told, and so is that it is over', async () => {
  await caughtUp()
  const { log, asked, told } = await replica({ patienceMs: 100 })
  await onStandby('select pg_wal_replay_pause()')
  await append(5)
  const expected = await everything(store.events)
  expect(await everything(log)).toEqual(expected)
  expect(asked.primary).toBeGreaterThan(0)
  expect(told).toMatchObject([{ kind: 'busy', message: 'the replica is behind' }])

  await onStandby('select pg_wal_replay_resume()')
  await caughtUp()
  const before = asked.primary
  expect(await everything(log)).toEqual(expected)
  expect(asked.primary).toBe(before)
  expect(told).toHaveLength(2)
  expect(told[1]).toBeUndefined()
})

test('a replica that is away is read again when it is back, also one that was away at the start', async () => {
  await caughtUp()
  await standby.halt()
  const { log, asked, told } = await replica()
  const expected = await everything(store.events)
  expect(await everything(log)).toEqual(expected)
  expect(told).toHaveLength(1)

  await standby.goOn()
  const before = asked.primary
  expect(await everything(log)).toEqual(expected)
  expect(asked.primary).toBe(before)
  expect(told).toHaveLength(2)
})

test('a server that is no standby is refused', async () => {
  await expect(replica({ url: place.place })).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringMatching(/^--replica-url: 127\.0\.0\.1:\d+\/postgres is no standby/),
  })
})

test('a standby of another installation is refused: its log is not the beginning of this one', async () => {
  const other = await newPlace(cluster.url)
  const theirs = await openDistributedStore({ url: other.place })
  onTestFinished(async () => {
    await theirs.close()
    await other.remove()
  })
  await theirs.transaction((tx) => tx.events.append('{"other":true}'))
  await theirs.events.size()
  // What is written later is in the replica later.
  await append(1)
  await caughtUp()
  const there = new URL(standby.url)
  there.search = new URL(other.place).search

  await expect(replica({ url: there.href.replaceAll('+', '%20') })).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringMatching(/follows another installation/),
  })
})

test('a standby that was promoted while it was read gives nothing more', async () => {
  const second = await startStandby(cluster.url)
  onTestFinished(second.stop)
  await caughtUp(second.url)
  const { log, asked } = await replica({ url: placeOn(second.url) })
  await log.readThese([3])
  expect(asked.primary).toBe(0)
  await withClient(second.url, (client) => client.query('select pg_promote()'))
  // What somebody writes there from now on is of no log of ours.
  await withClient(placeOn(second.url), (client) =>
    client.query(`update events set body = '{"forged":true}' where seq = 3`),
  )

  expect(await log.readThese([3])).toEqual(await store.events.readThese([3]))
  expect(asked.primary).toBe(1)
})
