import { Client } from 'pg'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { soleServer } from '../../src/store/sole-server.ts'
import type { Store } from '../../src/store/store.ts'
import { withClient } from './place.ts'
import { twoStores } from './two-stores.ts'

/** A server that was stopped in its tracks keeps its sessions and what they hold, and believes what it knew before. */

let stores: Awaited<ReturnType<typeof twoStores>>
let one: Store
let other: Store

beforeEach(async () => {
  stores = await twoStores()
  ;({ one, other } = stores)
})

afterEach(() => stores.remove([one, other]))

const append = (store: Store, body: string) => store.transaction((tx) => tx.events.append(body))

const admin = (statement: string) =>
  withClient(stores.url, (client) => client.query(statement).then(() => undefined))

const schema = '(select oid::integer from pg_namespace where nspname = current_schema())'

/** The lease for numbers, in the hands of a session that does nothing with it. */
async function sleeper() {
  const client = new Client(stores.url)
  await client.connect()
  client.on('error', () => {})
  onTestFinished(() => client.end().catch(() => {}))
  // It waits in front of those who only look whether the lease is free.
  const taken = client.query(`select pg_advisory_lock(${0x6b770002}, ${schema})`)
  await admin(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and objid::integer = ${schema}`,
  )
  await taken
  return client
}

test('when the server that numbers sleeps, its session is ended and another one numbers', async () => {
  await append(one, '{"n":0}')
  expect(await one.events.size()).toBe(1)
  const asleep = await sleeper()
  await append(one, '{"n":1}')
  await append(other, '{"n":2}')

  expect(await other.events.size()).toBe(3)
  await expect(asleep.query('select 1')).rejects.toThrow()
})

test('what a sleeping server has locked in the middle of a unit is free again', async () => {
  await one.transaction(({ settings }) => settings.set('organisation', 'Acme'))
  const asleep = new Client(stores.url)
  await asleep.connect()
  asleep.on('error', () => {})
  onTestFinished(() => asleep.end().catch(() => {}))
  // As every session for units is opened.
  await asleep.query("set idle_in_transaction_session_timeout = '8s'")
  await asleep.query('begin; lock table unit_lane in row share mode')
  await asleep.query(`update settings set value = 'asleep' where name = 'organisation'`)

  await other.transaction(({ settings }) => settings.set('organisation', 'awake'))
  expect(await one.read(({ settings }) => settings.find('organisation'))).toBe('awake')
})

test('one that wakes up after its lease was taken writes nothing that belongs to the work', async () => {
  const [first, second] = [soleServer(one, 'exports'), soleServer(other, 'exports')]
  expect([await first.isUs(), await second.isUs()]).toEqual([true, false])
  const advance = (server: typeof first, store: Store, seq: number) =>
    store.transaction(async (tx) => {
      await server.demand(tx)
      await tx.cursors.set('target', seq)
    })
  await advance(first, one, 5)

  await admin(`update leases set expires_at = 0 where name = 'exports'`)
  // Nobody has taken it yet: what the first one does now is still in order.
  await advance(first, one, 6)
  expect(await other.read(({ leases }) => leases.isFree('exports', other.uid))).toBe(true)
  await other.transaction(({ leases }) => leases.take('exports', { holder: other.uid, ms: 6_000 }))
  await advance(second, other, 7)

  await expect(advance(first, one, 6)).rejects.toMatchObject({
    kind: 'conflict',
    message: 'another server has taken this work over: exports',
  })
  expect(await one.read(({ cursors }) => cursors.find('target'))).toBe(7)
})

test('a lease that was written before the clock of the database was set back binds nobody', async () => {
  expect(await soleServer(one, 'alerts').isUs()).toBe(true)
  await admin(`update leases set expires_at = expires_at + 86400000 where name = 'alerts'`)
  expect(await soleServer(other, 'alerts').isUs()).toBe(true)
})

test('a table that a newer server has widened is read and written by the older ones all the same', async () => {
  const session = (store: Store) => store.read(({ sessions }) => sessions.find('nobody'))
  const inUnit = (store: Store) => store.transaction(({ sessions }) => sessions.find('nobody'))
  for (const store of [one, other]) await Promise.all([session(store), inUnit(store)])
  await admin('alter table sessions add column newer text')

  for (const store of [one, other])
    for (let n = 0; n < 20; n++)
      expect(await Promise.all([session(store), inUnit(store)])).toEqual([undefined, undefined])
})
