import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import type { Store, Transaction } from '../../src/store/store.ts'
import { filledVault } from '../support/filled-vault.ts'
import { withClient } from './place.ts'
import { storeBehindProxy } from './store-behind-proxy.ts'

/** Units of several devices that keep to themselves are one transaction. Each is still done or not done by itself. */

const vault = await filledVault()
const names = ['a', 'b', 'c', 'd', 'e', 'f']
const devices = await Promise.all(
  names.map(async (name) => (await vault.device({ name })).device_uid),
)
const [first = '', second = '', third = ''] = devices

let behind: Awaited<ReturnType<typeof storeBehindProxy>>

beforeEach(async () => {
  behind = await storeBehindProxy()
  await behind.store.transaction(vault.fill)
})
afterEach(() => behind.remove())

const hashOf = (text: string) => createHash('sha256').update(text).digest()
const endpoint = 'get_secret'
const windowMs = 3_600_000
const [then, later] = [1_000, 2_000]

type Visit = {
  readonly store?: Store
  readonly device: string
  /** What the request is known by again. */
  readonly request: string
  readonly also?: (tx: Transaction) => Promise<unknown>
}

/** What the door asks for a device, an event, and what else somebody wants. Gives whether it was new, and how many calls there are. */
const visit = ({ store = behind.store, device, request, also }: Visit) =>
  store.transaction(
    async (tx) => {
      const [isNew, touched, { calls }, contents] = await Promise.all([
        tx.replays.add(device, hashOf(request)),
        tx.devices.touch({ device_uid: device, client_version: 'mj17.5.0', at: later }),
        tx.deviceCalls.count({ device_uid: device, endpoint, at: then, windowMs }),
        tx.sharedContents.of(vault.app_uid),
      ])
      await also?.(tx)
      await tx.events.append(`{"request":"${request}"}`)
      return { isNew, uid: touched?.device_uid, calls, records: contents.records.length }
    },
    { key: device, joins: true },
  )

const visitAll = (prefix: string, store?: Store) =>
  Promise.all(
    devices.map((device) =>
      visit({ device, request: `${prefix} ${device}`, ...(store && { store }) }),
    ),
  )

const requests = async () =>
  (await behind.store.events.readAfter(-1, { limit: 1_000 })).map(
    ({ body }) => JSON.parse(body).request as string,
  )

/** Events of each transaction that wrote any. */
async function noteWrites() {
  await withClient(behind.place, (client) =>
    client.query(`create table writes (events bigint);
      create function note_write() returns trigger language plpgsql as
        'begin insert into writes select count(*) from added; return null; end';
      create trigger noted after insert on unsequenced referencing new table as added
        for each statement execute function note_write()`),
  )
  return () =>
    withClient(behind.place, async (client) => {
      const { rows } = await client.query('select events::integer from writes')
      return rows.map(({ events }) => events as number)
    })
}

test('six devices that come at the same time are let in by one transaction, each for itself', async () => {
  const writes = await noteWrites()
  const seen = await visitAll('one')

  expect(seen).toEqual(devices.map((uid) => ({ isNew: true, uid, calls: 1, records: 1 })))
  expect(await writes()).toEqual([6])
  const kept = await behind.store.read(({ devices: all }) => all.listOf(vault.app_uid))
  expect(kept.map(({ last_access_at }) => last_access_at)).toEqual(devices.map(() => later))
})

test('a request that comes again is known, in the next transaction and in the same', async () => {
  await visitAll('one')
  const again = [
    visit({ device: first, request: `one ${first}` }),
    visit({ device: second, request: 'new' }),
    visit({ device: second, request: 'new' }),
  ]

  expect((await Promise.all(again)).map(({ isNew }) => isNew)).toEqual([false, true, false])
})

test('one that writes more than its own rows does so, and those beside it are done once', async () => {
  await Promise.all([
    visit({ device: first, request: 'plain' }),
    visit({
      device: second,
      request: 'more',
      also: ({ settings }) => settings.set('organisation', 'Northwind'),
    }),
    visit({ device: third, request: 'plain too' }),
  ])

  expect((await requests()).toSorted()).toEqual(['more', 'plain', 'plain too'])
  expect(await behind.store.read(({ settings }) => settings.find('organisation'))).toBe('Northwind')
  expect(await visit({ device: second, request: 'next' })).toMatchObject({ calls: 2 })
})

test('one that hides that it was told to go by itself still does what it wanted', async () => {
  await Promise.all([
    visit({ device: first, request: 'plain' }),
    visit({
      device: second,
      request: 'more',
      also: ({ settings }) => settings.set('organisation', 'Northwind').catch(() => 0),
    }),
  ])

  expect((await requests()).toSorted()).toEqual(['more', 'plain'])
  expect(await behind.store.read(({ settings }) => settings.find('organisation'))).toBe('Northwind')
})

test('one that fails leaves nothing of itself, and those beside it are kept', async () => {
  const fails = async () => {
    throw new Error('turned away')
  }
  const all = await Promise.allSettled([
    visit({ device: first, request: 'good' }),
    visit({ device: second, request: 'bad', also: fails }),
    visit({ device: third, request: 'good too' }),
  ])

  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await requests()).toSorted()).toEqual(['good', 'good too'])
  expect(await visit({ device: second, request: 'bad' })).toMatchObject({ isNew: true, calls: 1 })
})

test('who failed is tried without the others the next time, and with them after it was let in', async () => {
  const fails = async () => {
    throw new Error('turned away')
  }
  await expect(visit({ device: second, request: 'bad', also: fails })).rejects.toThrow('turned')
  const writes = await noteWrites()
  await visitAll('one')
  await visitAll('two')

  expect((await writes()).toSorted()).toEqual([1, 5, 6])
})

test('two servers that have the same devices let each in once for each request', async () => {
  const other = await openDistributedStore({ url: behind.place })
  const rounds = ['one', 'two', 'three', 'four']
  const seen: { readonly calls: number }[] = []
  for (const round of rounds) {
    const both = [behind.store, other].map((store, at) => visitAll(`${round} ${at}`, store))
    seen.push(...(await Promise.all(both)).flat())
  }
  const last = await visitAll('last')
  await other.close()

  expect(last.map(({ calls }) => calls)).toEqual(devices.map(() => 2 * rounds.length + 1))
  const counts = seen.map(({ calls }) => calls).toSorted((a, b) => a - b)
  const once = rounds.flatMap((_, at) => [2 * at + 1, 2 * at + 2])
  expect(counts).toEqual(once.flatMap((count) => devices.map(() => count)))
})

test('a row that somebody keeps who sleeps holds up its device, and the others only shortly', async () => {
  await visitAll('one')
  await withClient(behind.place, async (client) => {
    await client.query('begin')
    await client.query('select * from devices where device_uid = $1 for update', [first])
    let isFirstDone = false
    const waiting = visit({ device: first, request: 'two' }).then((seen) => {
      isFirstDone = true
      return seen
    })
    await visit({ device: second, request: 'two' })
    await visit({ device: third, request: 'two' })
    expect(isFirstDone).toBe(false)

    await client.query('rollback')
    expect(await waiting).toMatchObject({ isNew: true, calls: 2 })
  })
})

test('when the answer to their commit is lost, each is told that nobody knows, and each is done once', async () => {
  await visitAll('one')
  behind.proxy.cut({ at: 'lost a', delivered: true })
  const lost = await Promise.allSettled([
    visit({ device: first, request: 'lost a' }),
    visit({ device: second, request: 'lost b' }),
  ])
  for (const one of lost)
    expect(one).toMatchObject({ status: 'rejected', reason: { kind: 'busy' } })

  const isKept = async (device: string, request: string) =>
    !(await visit({ device, request })).isNew
  const kept = [await isKept(first, 'lost a'), await isKept(second, 'lost b')]
  expect([
    [true, true],
    [false, false],
  ]).toContainEqual(kept)
})

test('what was changed for good before they came, they see', async () => {
  await visitAll('one')
  await behind.store.transaction((tx) => tx.devices.remove(first, later))
  const removedAt = await behind.store.transaction(
    async (tx) =>
      (await tx.devices.touch({ device_uid: first, client_version: null, at: later }))?.removed_at,
    { key: first, joins: true },
  )

  expect(removedAt).toBe(later)
})
