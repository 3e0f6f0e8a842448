import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { channelOf, takeLease } from '../../src/store/distributed/installation.ts'
import { sequencer } from '../../src/store/distributed/sequencer.ts'
import { soleServer } from '../../src/store/sole-server.ts'
import type { Store } from '../../src/store/store.ts'
import { root } from '../../src/tlog/frontier.ts'
import { leafHash } from '../../src/tlog/hash.ts'
import { naiveRoot } from '../support/naive-tree.ts'
import { newPlace, withClient } from './place.ts'
import { testServer } from './server.ts'
import { twoStores } from './two-stores.ts'

/** What two servers over one installation see of each other. */

let stores: Awaited<ReturnType<typeof twoStores>>
let one: Store
let other: Store

beforeEach(async () => {
  stores = await twoStores()
  ;({ one, other } = stores)
})

afterEach(() => stores.remove([one, other]))

const append = (store: Store, body: string) => store.transaction((tx) => tx.events.append(body))

const bodiesOf = async (store: Store) =>
  (await store.events.readAfter(-1, { limit: 10_000 })).map(({ body }) => body)

test('both write one log, and each sees at once what was acknowledged by the other', async () => {
  for (let n = 0; n < 20; n++) {
    const [writer, reader] = n % 2 === 0 ? [one, other] : [other, one]
    await append(writer, `{"n":${n}}`)
    expect(await reader.events.size()).toBe(n + 1)
  }
  const bodies = await bodiesOf(one)

  expect(bodies).toEqual(Array.from({ length: 20 }, (_, n) => `{"n":${n}}`))
  expect(await bodiesOf(other)).toEqual(bodies)
  expect(root(await other.events.head())).toEqual(
    naiveRoot(bodies.map((body) => Buffer.from(body))),
  )
})

test('many at once on both leave one dense log with one root', async () => {
  const writes = Array.from({ length: 400 }, (_, n) => append(n % 3 ? one : other, `{"n":${n}}`))
  await Promise.all(writes)
  const bodies = await bodiesOf(other)

  expect(new Set(bodies).size).toBe(400)
  expect(await bodiesOf(one)).toEqual(bodies)
  expect(root(await one.events.head())).toEqual(naiveRoot(bodies.map((body) => Buffer.from(body))))
})

test('a follower on one is woken by the other', async () => {
  const woken = other.events.waitBeyond(-1, AbortSignal.timeout(20_000))
  await append(one, '{"n":0}')
  await woken

  expect(await bodiesOf(other)).toEqual(['{"n":0}'])
})

test('when nothing waits for its number, nobody asks for numbers but once a second', async () => {
  const third = await openDistributedStore({ url: stores.url })
  await append(other, '{"n":0}')
  await append(third, '{"n":1}')
  expect(await third.events.size()).toBe(2)
  let asked = 0
  await withClient(stores.url, async (client) => {
    await client.query(`listen ${await channelOf(client)}`)
    client.on('notification', ({ payload }) => {
      if (payload === 'waiting') asked++
    })
    await sleep(2_000)
  })
  await third.close()

  // Two do not number: each asks when it wakes by itself, and a few times more when the machine is busy.
  expect(asked).toBeLessThan(20)
})

test('when all messages of the one that numbers are lost, an append is answered and a follower still learns of it', async () => {
  await one.close()
  await other.close()
  await withClient(stores.url, async (client) => {
    expect(await takeLease(client)).toBe(true)
    other = await openDistributedStore({ url: stores.url })
    const numbers = await sequencer(client, 'nobody_listens')
    for (let n = 0; n < 3; n++) {
      const woken = other.events.waitBeyond(n - 1, AbortSignal.timeout(20_000))
      await append(other, `{"n":${n}}`)
      expect(await numbers.batch()).toBe(1)
      await woken
      expect(await other.events.size()).toBe(n + 1)
    }
  })
  one = await openDistributedStore({ url: stores.url })

  expect(await bodiesOf(one)).toEqual(Array.from({ length: 3 }, (_, n) => `{"n":${n}}`))
})

test('when all questions are lost, the one that numbers still finds what another one appended', async () => {
  await withClient(stores.url, async (client) => {
    await client.query('insert into unsequenced (body, leaf) values ($1, $2)', [
      '{"n":0}',
      leafHash('{"n":0}'),
    ])
  })
  await other.events.waitBeyond(-1, AbortSignal.timeout(20_000))

  expect(await bodiesOf(other)).toEqual(['{"n":0}'])
})

test('when the one that numbers goes, the other takes over', async () => {
  await append(one, '{"n":0}')
  await one.close()
  await append(other, '{"n":1}')

  expect(await bodiesOf(other)).toEqual(['{"n":0}', '{"n":1}'])
  one = await openDistributedStore({ url: stores.url })
})

test('of two servers one does a work, and the other when the first leaves it', async () => {
  const [first, second] = [soleServer(one, 'exports'), soleServer(other, 'exports')]
  expect([await first.isUs(), await second.isUs(), await first.isUs()]).toEqual([true, false, true])
  expect(await soleServer(other, 'alerts').isUs()).toBe(true)
  await first.leave()
  expect(await second.isUs()).toBe(true)
})

/** Ends sessions of this installation from outside, as an administrator or a crash does. */
const terminate = (condition: string) =>
  withClient(stores.url, async (client) => {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and ${condition}
        and objid = (select oid from pg_namespace where nspname = current_schema())`,
    )
    return rowCount
  })

test('when the session with the lease is cut, numbering goes on without a gap', async () => {
  await append(one, '{"n":0}')
  expect(await terminate('granted')).toBe(1)
  for (let n = 1; n <= 5; n++) await append(n % 2 ? one : other, `{"n":${n}}`)

  expect(await bodiesOf(one)).toEqual(Array.from({ length: 6 }, (_, n) => `{"n":${n}}`))
  expect(await bodiesOf(other)).toEqual(await bodiesOf(one))
})

test('what one erases, the other shows no longer, although it had it in its memory', async () => {
  const commitment = await one.transaction((tx) => tx.personal.seal('ann@example.com'))
  const open = () => other.read((state) => state.personal.open(commitment))
  expect((await open())?.value).toBe('ann@example.com')
  await one.transaction((tx) => tx.personal.erase('ann@example.com'))

  await vi.waitFor(async () => expect(await open()).toBeUndefined(), 10_000)
  expect(await other.transaction((tx) => tx.personal.seal('ann@example.com'))).not.toBe(commitment)
})

test('two installations in one database number and wake each for itself', async () => {
  const elsewhere = await newPlace(testServer())
  const third = await openDistributedStore({ url: elsewhere.place })
  try {
    await Promise.all([append(one, '{"here":true}'), append(third, '{"there":true}')])
    expect(await bodiesOf(one)).toEqual(['{"here":true}'])
    expect(await bodiesOf(third)).toEqual(['{"there":true}'])
  } finally {
    await third.close()
    await elsewhere.remove()
  }
})

test('servers that start together on an empty database migrate it once', async () => {
  const fresh = await newPlace(testServer())
  const opened = await Promise.all(
    Array.from({ length: 4 }, () => openDistributedStore({ url: fresh.place })),
  )
  const [first] = opened
  if (first) await append(first, '{"n":0}')
  for (const store of opened) expect(await store.events.size()).toBe(1)
  for (const store of opened) await store.close()
  await fresh.remove()
})
