import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import type { Store } from '../../src/store/store.ts'
import { root } from '../../src/tlog/frontier.ts'
import { naiveRoot } from '../support/naive-tree.ts'
import { type Cluster, startCluster } from './cluster.ts'

/**
 * A database of its own that crashes. By its defaults it confirms before it writes, and it writes late, so that whatever
 * relied on the defaults would be lost.
 */

let cluster: Cluster
let store: Store

beforeAll(async () => {
  cluster = await startCluster(['synchronous_commit=off', 'wal_writer_delay=10s'])
})
afterAll(() => cluster.stop())

beforeEach(async () => {
  store = await openDistributedStore({ url: cluster.url })
})
afterEach(() => store.close())

const allBodies = async () =>
  (await store.events.readAfter(-1, { limit: 100_000 })).map(({ body }) => body)

const append = (body: string) => store.transaction((tx) => tx.events.append(body))

test('what was acknowledged a moment before a crash is there after it', async () => {
  await append('{"last":true}')
  const before = await store.events.head()
  await cluster.crash()

  expect(await allBodies()).toEqual(['{"last":true}'])
  expect(await store.events.head()).toEqual(before)
})

test('through three crashes under load nothing acknowledged is lost, nothing is there twice, and there is no gap', async () => {
  const acknowledged: string[] = []
  const failures: unknown[] = []
  let done = false
  const client = async (name: number) => {
    for (let n = 0; !done; n++) {
      const body = JSON.stringify({ name, n })
      await append(body).then(
        () => acknowledged.push(body),
        (error) => failures.push(error),
      )
    }
  }
  const more = async (events: number) => {
    const enough = acknowledged.length + events
    while (acknowledged.length < enough)
      await store.events
        .waitBeyond(await store.events.size(), AbortSignal.timeout(50))
        .catch(() => {})
  }
  const clients = Array.from({ length: 8 }, (_, name) => client(name))
  for (let crash = 0; crash < 3; crash++) {
    await more(200)
    await cluster.crash()
  }
  await more(200)
  done = true
  await Promise.all(clients)

  const bodies = await allBodies()
  const kept = new Set(bodies)
  expect(acknowledged.filter((body) => !kept.has(body))).toEqual([])
  expect(kept.size).toBe(bodies.length)
  expect(await store.events.size()).toBe(bodies.length)
  expect(root(await store.events.head())).toEqual(
    naiveRoot(bodies.map((body) => Buffer.from(body))),
  )
  for (const failure of failures) expect(failure).toMatchObject({ kind: 'busy' })
})
