import { Client } from 'pg'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { follow } from '../../src/events/follow.ts'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import type { Store } from '../../src/store/store.ts'
import { root } from '../../src/tlog/frontier.ts'
import { leafHash } from '../../src/tlog/hash.ts'
import { naiveRoot } from '../support/naive-tree.ts'
import { newPlace, withClient } from './place.ts'
import { testServer } from './server.ts'

/** Identity numbers become visible in the order of commits, which is not theirs. A follower must not care. */

let place: Awaited<ReturnType<typeof newPlace>>
let store: Store

beforeEach(async () => {
  place = await newPlace(testServer())
  store = await openDistributedStore({ url: place.place })
})

afterEach(async () => {
  await store.close()
  await place.remove()
})

const count = 100
const bodies = Array.from({ length: count }, (_, n) => `{"n":${n}}`)

/** A transaction of another server, which has drawn its identity numbers and is still open. */
async function openTransaction(body: string, tables: readonly string[]) {
  const client = new Client(place.place)
  await client.connect()
  onTestFinished(() => client.end())
  await client.query('begin')
  if (tables.includes('naive')) await client.query('insert into naive (body) values ($1)', [body])
  await client.query('insert into unsequenced (body, leaf) values ($1, $2)', [body, leafHash(body)])
  return (how: 'commit' | 'rollback') => client.query(how)
}

/** What many programs do: remembers the highest number it has seen, and asks for higher ones. */
function naiveFollower(client: Client) {
  const seen: string[] = []
  let last = 0
  return {
    seen,
    async look() {
      const { rows } = await client.query<{ id: string; body: string }>(
        'select id, body from naive where id > $1 order by id',
        [last],
      )
      for (const { id, body } of rows) {
        seen.push(body)
        last = Number(id)
      }
    },
  }
}

/** Follows from the beginning until it has seen so many. */
async function followUntil(wanted: number, signal: AbortSignal) {
  const seen: { readonly seq: number; readonly body: string }[] = []
  for await (const page of follow(store, -1, signal)) {
    seen.push(...page)
    if (seen.length >= wanted) return seen
  }
  return seen
}

/** 0, 37, 74, 11, …: every number once, and far from in order. */
const shuffled = Array.from({ length: count }, (_, n) => (n * 37) % count)

test('of 100 transactions that commit out of order a follower sees each, where the naive one misses some', async () => {
  const stop = new AbortController()
  const following = followUntil(count, stop.signal)

  const naive = await withClient(place.place, async (client) => {
    await client.query('create table naive (id bigint generated always as identity, body text)')
    const commits = []
    for (const body of bodies) commits.push(await openTransaction(body, ['naive', 'unsequenced']))
    const follower = naiveFollower(client)
    for (const n of shuffled) {
      await commits[n]?.('commit')
      await follower.look()
      // Whoever asks now must be told of this commit, however many with lower numbers are still open.
      await store.events.size()
    }
    return follower.seen
  })
  const seen = await following
  stop.abort()

  expect(seen.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, seq) => seq))
  expect(seen.map(({ body }) => body)).toEqual(shuffled.map((n) => bodies[n]))
  expect(new Set(naive).size).toBeLessThan(count)
  expect(root(await store.events.head())).toEqual(
    naiveRoot(shuffled.map((n) => Buffer.from(bodies[n] ?? ''))),
  )
})

test('a transaction that is still open holds nobody up, and rolled back leaves no gap', async () => {
  const slow = await openTransaction('{"never":true}', ['unsequenced'])
  await store.transaction((tx) => tx.events.append('{"n":0}'))
  await store.transaction((tx) => tx.events.append('{"n":1}'))
  expect(await store.events.readAfter(-1, { limit: 10 })).toEqual([
    { seq: 0, body: '{"n":0}' },
    { seq: 1, body: '{"n":1}' },
  ])

  await slow('rollback')
  await store.transaction((tx) => tx.events.append('{"n":2}'))
  expect(await store.events.readAfter(1, { limit: 10 })).toEqual([{ seq: 2, body: '{"n":2}' }])
})

test('100 units at once, which take turns at random, leave 100 events in one order for everybody', async () => {
  const following = followUntil(count, AbortSignal.timeout(30_000))
  await Promise.all(
    bodies.map((body, n) =>
      store.transaction(async (tx) => {
        await tx.settings.set(`setting ${n}`, body)
        await tx.events.append(body)
      }),
    ),
  )
  const seen = await following

  expect(seen.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, seq) => seq))
  expect(new Set(seen.map(({ body }) => body))).toEqual(new Set(bodies))
  expect(await store.events.readAfter(-1, { limit: count })).toEqual(seen)
})
