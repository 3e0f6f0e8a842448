import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pruneDue } from '../../src/events/retention.ts'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { partitionWidth } from '../../src/store/distributed/partitions.ts'
import { distributedTarget } from '../../src/store/moving/distributed-target.ts'
import type { Store } from '../../src/store/store.ts'
import { root } from '../../src/tlog/frontier.ts'
import { leafHash } from '../../src/tlog/hash.ts'
import { inclusionProof } from '../../src/tlog/proof.ts'
import { treeRoot } from '../../src/tlog/subtree.ts'
import { naiveRoot } from '../support/naive-tree.ts'
import { olderServer } from './older-server.ts'
import { cutInto, type Ground, newGround, partEnds } from './parts.ts'

/** The log in parts: they are made ahead, and retention drops them as a whole. */

const now = new Date('2026-11-23T12:00:00.000Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString()
const days = 10
const leaf = leafHash('{}')

let ground: Ground
let url: string

beforeEach(async () => {
  ground = await newGround()
  url = ground.url
})

afterEach(() => ground.remove())

/** A log in parts that end at these numbers, and behind them in long ones that the server makes. */
async function openCut(...ends: readonly number[]): Promise<Store> {
  await (await openDistributedStore({ url })).close()
  await cutInto(url, ends)
  return ground.store()
}

/** The numbers that are recorded so many hours ago, each an hour after the one before. */
const recorded = (count: number, oldest: number) =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({ n, category: 'usage', recorded_at: hoursAgo(oldest - n) }),
  )

const append = (store: Store, bodies: readonly string[]) =>
  store.transaction(async (tx) => {
    for (const body of bodies) await tx.events.append(body)
  })

const prune = (store: Store) =>
  pruneDue({
    ...{ store, clock: () => now, now },
    rules: { days, classes: {}, undelivered: 'wait' },
  })

const upTo = (count: number) => Array.from({ length: count }, (_, seq) => seq)

test('a new log has room for two more parts than it needs', async () => {
  await ground.store()
  await vi.waitFor(async () => {
    expect(await partEnds(url)).toEqual([partitionWidth, 2 * partitionWidth])
  }, 20_000)
})

test('what is due goes by whole parts, and the hashes, proofs and numbers stay', async () => {
  const store = await openCut(512, 1_024, 1_536)
  // The last event that is due has the number 1,199.
  await append(store, recorded(1_600, 1_199 + days * 24))
  const proof = await inclusionProof({ index: 3, size: 1_600 }, store.events.hashes)
  const whole = await treeRoot(1_600, store.events.hashes)

  expect(await prune(store)).toBe(1_024)
  expect((await partEnds(url)).slice(0, 1)).toEqual([1_536])
  expect(await store.events.first()).toBe(1_024)
  expect(await inclusionProof({ index: 3, size: 1_600 }, store.events.hashes)).toEqual(proof)
  expect(await treeRoot(1_600, store.events.hashes)).toEqual(whole)
  expect((await store.events.readAfter(-1, { limit: 3 })).map(({ seq }) => seq)).toEqual([
    1_024, 1_025, 1_026,
  ])
  expect((await store.events.readBefore(1_026, { limit: 9 })).map(({ seq }) => seq)).toEqual([
    1_025, 1_024,
  ])
  expect(await store.events.readThese([3, 1_030])).toMatchObject([{ seq: 1_030 }])
  await append(store, ['{"n":"new"}'])
  expect(await store.events.size()).toBe(1_602)
})

test('a part of which more than a day is left loses its bundles one by one, as before', async () => {
  const store = await openCut(1_024)
  await append(store, recorded(1_100, 600 + days * 24))

  expect(await prune(store)).toBe(512)
  expect(await store.events.first()).toBe(512)
  expect((await partEnds(url))[0]).toBe(1_024)
})

test('a part that is due within a day is waited for, and goes at once then', async () => {
  const store = await openCut(1_024)
  await append(store, recorded(1_100, 1_010 + days * 24))

  expect(await prune(store)).toBe(0)
  expect(await store.events.first()).toBe(0)

  const tomorrow = new Date(now.getTime() + 86_400_000)
  const rules = { days, classes: {}, undelivered: 'wait' } as const
  expect(await pruneDue({ store, clock: () => now, now: tomorrow, rules })).toBe(1_024)
  expect((await partEnds(url))[0]).toBe(1_024 + partitionWidth)
})

test('parts that lost their rows one by one go, too', async () => {
  const store = await openCut(512, 1_024)
  await append(store, recorded(1_100, 300 + days * 24))
  await prune(store)
  expect(await store.events.first()).toBe(256)
  await store.transaction((tx) => tx.events.prune(768))

  expect(await store.events.first()).toBe(768)
  expect((await partEnds(url))[0]).toBe(1_024)
})

test('somebody who reads for long, as a dump does, is not waited for: nothing goes, and the next time all of it', async () => {
  const store = await openCut(512)
  await append(store, recorded(600, 600 + days * 24))
  expect(await store.events.size()).toBe(600)
  const dump = await ground.session()
  await dump.query('begin; select count(*) from events')

  await expect(store.transaction((tx) => tx.events.prune(512))).rejects.toMatchObject({
    kind: 'busy',
  })
  expect(await store.events.first()).toBe(0)
  await append(store, ['{"n":"meanwhile"}'])
  expect(await store.events.size()).toBe(601)

  await dump.query('commit')
  await store.transaction((tx) => tx.events.prune(512))
  expect(await store.events.first()).toBe(512)
})

test('two servers write over the ends of parts, and leave one dense log with one root', async () => {
  const one = await openCut(512, 768)
  const other = await ground.store()
  await Promise.all(
    upTo(1_300).map((n) => append(n % 2 === 0 ? one : other, [JSON.stringify({ n })])),
  )
  const entries = await other.events.readAfter(-1, { limit: 5_000 })

  expect(entries.map(({ seq }) => seq)).toEqual(upTo(1_300))
  expect(new Set(entries.map(({ body }) => body)).size).toBe(1_300)
  expect(await one.events.readAfter(-1, { limit: 5_000 })).toEqual(entries)
  expect(root(await one.events.head())).toEqual(
    naiveRoot(entries.map(({ body }) => Buffer.from(body))),
  )
  expect((await partEnds(url)).slice(0, 3)).toEqual([512, 768, 768 + partitionWidth])
})

test('beside an older server that numbers, the newer one makes the parts', async () => {
  await (await openDistributedStore({ url })).close()
  await cutInto(url, [512])
  const older = await olderServer(ground)
  const newer = await ground.store()
  await vi.waitFor(async () => {
    expect(await partEnds(url)).toEqual([512, 512 + partitionWidth])
  }, 20_000)
  await Promise.all([append(newer, recorded(600, 1)), older.number(600)])

  expect(await newer.events.size()).toBe(600)
})

test('a log that comes from elsewhere without its beginning gets the parts that it needs, and none for what is gone', async () => {
  const target = await distributedTarget(url)
  const events = { name: 'events', columns: ['seq', 'body', 'leaf'] }
  const rows = Array.from({ length: 512 }, (_, n) => [7 * partitionWidth - 256 + n, '{}', leaf])
  await target.insert(events, rows.slice(0, 200))
  await target.insert(events, rows.slice(200))
  await target.commit()
  await target.close()

  expect(await partEnds(url)).toEqual([1, 2, 7, 8].map((part) => part * partitionWidth))
})

test('a log without room stands still, loses nothing, and goes on when there is room', async () => {
  await (await openDistributedStore({ url })).close()
  await cutInto(url, [256])
  const older = await olderServer(ground)
  await older.append(recorded(300, 1))
  await expect(older.number(300)).rejects.toThrow('no partition of relation')
  await older.leave()

  const newer = await ground.store()
  expect(await newer.events.size()).toBe(300)
})
