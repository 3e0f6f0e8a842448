import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clockWatch } from '../../src/clock-watch.ts'
import { login } from '../../src/events/catalog/login.ts'
import { loadCatalog } from '../../src/events/catalog.ts'
import { happened } from '../../src/events/event-type.ts'
import { record } from '../../src/events/record.ts'
import { showEvents } from '../../src/events/shown-event.ts'
import type { Store } from '../../src/store/store.ts'
import { keptSession } from '../support/kept-session.ts'
import { stores } from './stores.ts'

/** A clock that is set leaves an event, and brings nothing back that had expired. */

const second = 1_000
const hour = 3_600 * second
const start = Date.parse('2026-11-23T08:00:00.000Z')

const session = (token_hash: string, expires_at: number) =>
  keptSession({ token_hash, account_uid: 'a', created_at: 0, expires_at }, start)

const device = (device_uid: string, access_expires_at: number) => ({
  device_uid,
  app_uid: 'a',
  client_id: device_uid,
  name: device_uid,
  encrypted_app_key: '',
  lock_ip: 0 as const,
  lock_network: 0 as const,
  allowed: null,
  address: null,
  public_key: null,
  created_at: 0,
  first_access_expires_at: access_expires_at,
  access_expires_at,
  first_access_at: null,
  last_access_at: null,
  client_version: null,
  removed_at: null,
})

describe.each(stores)('a clock that is set, on the $name store', ({ open, place }) => {
  let store: Store
  let folder: Awaited<ReturnType<typeof place>>
  let passed: number
  let set: number

  beforeEach(async () => {
    folder = await place()
    store = await open(folder.place)
    passed = 0
    set = 0
  })

  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  const clock = () => new Date(start + passed + set)
  const watch = () => clockWatch({ store, clock, elapsed: () => passed })
  const logIn = () =>
    store.transaction((tx) => record(tx, happened(login, {}), { at: clock(), recordedAt: clock() }))
  const events = async () =>
    showEvents(store, await loadCatalog(), await store.events.readAfter(-1, { limit: 100 }))

  test.each([
    { title: 'an hour back', to: () => -hour, seconds: -3_600 },
    { title: 'a day forward', to: () => 24 * hour, seconds: 86_400 },
    { title: 'to 1970', to: () => -start, seconds: -start / second },
    { title: 'three seconds forward', to: () => 3 * second, seconds: 3 },
  ])('$title: an event says by how much, and the order is that of the sequence', async (step) => {
    const watching = watch()
    await logIn()
    passed += second
    set = step.to()
    await watching.look()
    await logIn()
    await watching.look()

    const log = await events()
    expect(log.map(({ seq, audit_event }) => [seq, audit_event])).toEqual([
      [0, 'login'],
      [1, 'clock_stepped'],
      [2, 'login'],
    ])
    expect(log[1]).toMatchObject({
      seconds: step.seconds,
      before: new Date(start + second).toISOString(),
      after: clock().toISOString(),
      timestamp: clock().toISOString(),
    })
  })

  test('time that passes, and small corrections, leave nothing', async () => {
    const watching = watch()
    for (let n = 0; n < 100; n++) {
      passed += 60 * second
      set += n % 2 === 0 ? 1_900 : -1_900
      await watching.look()
    }
    expect(await events()).toEqual([])
  })

  test('a clock that was set back while no server ran is noticed at the start', async () => {
    await logIn()
    set = -hour
    await watch().atStart()
    expect((await events()).at(-1)).toMatchObject({ audit_event: 'clock_stepped', seconds: -3_600 })
  })

  test('a server that starts later than its last event has nothing to say', async () => {
    await watch().atStart()
    await logIn()
    passed += hour
    await watch().atStart()
    expect(await events()).toHaveLength(1)
  })

  test('back: what had expired stays expired, what had not lives on', async () => {
    const watching = watch()
    await store.transaction(async ({ sessions, invitations, devices }) => {
      await sessions.insert(session('over', start - 60 * second))
      await sessions.insert(session('alive', start + hour))
      await devices.insert(device('over', start - 60 * second))
      await devices.insert(device('alive', start + hour))
      await invitations.insert({
        code_hash: 'over',
        email: 'new@example.com',
        role: 'member',
        invited_by: 'owner@example.com',
        expires_at: start - 60 * second,
      })
    })
    set = -hour
    await watching.look()

    await store.read(async ({ sessions, invitations, devices }) => {
      expect(await sessions.find('over')).toBeUndefined()
      expect(await sessions.find('alive')).toMatchObject({ expires_at: start + hour })
      expect(await invitations.find('over')).toBeUndefined()
      expect(await devices.find('over')).toMatchObject({
        first_access_expires_at: start - hour,
        access_expires_at: start - hour,
      })
      expect(await devices.find('alive')).toMatchObject({ access_expires_at: start + hour })
    })
  })

  test('a step that could not be recorded is recorded by the next look', async () => {
    let isBroken = true
    const failing = clockWatch({
      store: {
        events: store.events,
        transaction: (work) =>
          isBroken ? Promise.reject(new Error('disk full')) : store.transaction(work),
      },
      clock,
      elapsed: () => passed,
    })
    set = -hour
    await expect(failing.look()).rejects.toThrow('disk full')
    isBroken = false
    passed += second
    await failing.look()
    expect(await events()).toMatchObject([{ audit_event: 'clock_stepped', seconds: -3_600 }])
  })
})
