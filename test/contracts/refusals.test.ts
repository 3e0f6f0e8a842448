import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RefusedAttempt, refusals } from '../../src/access/refusals.ts'
import { loginFailure } from '../../src/events/catalog/login.ts'
import { actionDenied } from '../../src/events/catalog/security.ts'
import { loadCatalog } from '../../src/events/catalog.ts'
import { happened } from '../../src/events/event-type.ts'
import { type ShownEvent, showEvents } from '../../src/events/shown-event.ts'
import type { Store } from '../../src/store/store.ts'
import { stores } from './stores.ts'

/** Nobody can fill the disk with failed attempts, and no attempt goes uncounted. */

const start = Date.parse('2026-11-23T08:00:00.000Z')
const windowMs = 10_000

const failedLogin = (
  remote_address: string,
  request_id = 'r',
): Omit<RefusedAttempt, 'around'> & {
  around: { remote_address: string; request_id: string; username: string }
} => ({
  happening: happened(loginFailure, { detail: 'wrong password' }),
  standing: 'stranger',
  around: { remote_address, request_id, username: 'owner@example.com' },
})

describe.each(stores)('failed attempts on the $name store', ({ open, place }) => {
  let store: Store
  let folder: Awaited<ReturnType<typeof place>>
  let passed = 0
  let isShort = false

  beforeEach(async () => {
    folder = await place()
    store = await open(folder.place)
    passed = 0
    isShort = false
  })

  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  const clock = () => new Date(start + passed)
  const doorOver = (kept: Pick<Store, 'transaction'>) =>
    refusals({ store: kept, clock, elapsed: () => passed, disk: { isShort: () => isShort } })

  async function events(): Promise<readonly ShownEvent[]> {
    const entries = await store.events.readAfter(-1, { limit: 10_000 })
    return showEvents(store, await loadCatalog(), entries)
  }

  const named = async (name: string) =>
    (await events()).filter(({ audit_event }) => audit_event === name)

  type Attempt = ReturnType<typeof failedLogin>
  const leave = (door: ReturnType<typeof doorOver>, { around, ...attempt }: Attempt) =>
    door.leave({ ...attempt, around: { ...around, at: clock() } })

  test('a few are written one by one, with everything that is known', async () => {
    const door = doorOver(store)
    for (let n = 0; n < 20; n++) await leave(door, failedLogin('203.0.113.9', `request ${n}`))
    await door.flush()

    expect(await named('login_failure')).toHaveLength(20)
    expect((await events()).at(-1)).toMatchObject({
      audit_event: 'login_failure',
      remote_address: '203.0.113.9',
      username: 'owner@example.com',
      request_id: 'request 19',
    })
  })

  test('a thousand from one address are twenty events, and one that counts the others', async () => {
    const door = doorOver(store)
    for (let n = 0; n < 1_000; n++) {
      passed = n
      await leave(door, failedLogin('203.0.113.9', `request ${n}`))
    }
    await door.flush()

    expect(await named('login_failure')).toHaveLength(20)
    expect(await named('refusals_aggregated')).toEqual([
      expect.objectContaining({
        refused_event: 'login_failure',
        reason: '',
        count: 980,
        first: '2026-11-23T08:00:00.020Z',
        last: '2026-11-23T08:00:00.999Z',
        remote_address: '203.0.113.9',
        request_id: 'request 20',
        message:
          '980 more attempts that end in login_failure came too fast to be written one by one, from 2026-11-23T08:00:00.020Z to 2026-11-23T08:00:00.999Z',
      }),
    ])
  })

  test('what never stops costs one event a window, and a window of rest ends the flood', async () => {
    const door = doorOver(store)
    const flood = async () => {
      for (let n = 0; n < 50; n++) await leave(door, failedLogin('203.0.113.9'))
      await door.flush()
      passed += windowMs
    }
    await flood()
    await flood()
    await flood()
    expect(await named('login_failure')).toHaveLength(20)
    expect((await named('refusals_aggregated')).map((event) => event['count'])).toEqual([
      30, 50, 50,
    ])

    await leave(door, failedLogin('203.0.113.9'))
    passed += windowMs
    await leave(door, failedLogin('203.0.113.9'))
    await door.flush()
    expect(await named('login_failure')).toHaveLength(21)
    expect((await named('refusals_aggregated')).at(-1)).toMatchObject({ count: 1 })
  })

  test('the addresses of one IPv6 network are one source, another address is another', async () => {
    const door = doorOver(store)
    for (let n = 0; n < 40; n++) await leave(door, failedLogin(`2001:db8:0:7::${n.toString(16)}`))
    await leave(door, failedLogin('2001:db8:0:8::1'))
    await door.flush()

    expect(await named('login_failure')).toHaveLength(21)
    expect(await named('refusals_aggregated')).toMatchObject([
      { count: 20, remote_address: '2001:db8:0:7::/64' },
    ])
  })

  test('ten thousand addresses cannot make ten thousand events, and every attempt is counted', async () => {
    const door = doorOver(store)
    const attempts = Array.from({ length: 10_000 }, (_, n) =>
      leave(door, failedLogin(`198.51.${n >> 8}.${n & 255}`)),
    )
    await Promise.all(attempts)
    await door.flush()

    const counted = await named('refusals_aggregated')
    const counts = counted.map((event) => Number(event['count']))
    expect(await named('login_failure')).toHaveLength(200)
    expect(counted).toHaveLength(101)
    expect(counts.reduce((sum, count) => sum + count)).toBe(9_800)
    expect(counted.filter(({ remote_address }) => remote_address === undefined)).toHaveLength(1)
  })

  test("somebody's own failures have ten times the room", async () => {
    const door = doorOver(store)
    const happening = happened(actionDenied, { action: 'user.invite', detail: 'not allowed' })
    for (let n = 0; n < 250; n++)
      await door.leave({
        happening,
        standing: 'known',
        around: { username: 'member@example.com', at: clock() },
      })
    await door.flush()

    expect(await named('action_denied')).toHaveLength(200)
    expect(await named('refusals_aggregated')).toMatchObject([
      { count: 50, username: 'member@example.com' },
    ])
  })

  test('while the disk is nearly full all are counted only', async () => {
    isShort = true
    const door = doorOver(store)
    for (let n = 0; n < 5; n++) await leave(door, failedLogin('203.0.113.9'))
    expect(await events()).toEqual([])
    await door.flush()
    expect(await events()).toMatchObject([{ audit_event: 'refusals_aggregated', count: 5 }])
  })

  test('what has to be kept of an attempt is kept also when it is only counted', async () => {
    isShort = true
    const door = doorOver(store)
    await door.leave({
      happening: happened(loginFailure, { detail: '' }),
      standing: 'known',
      around: { at: clock() },
      keep: async (tx) => {
        await tx.settings.set('kept', 'yes')
      },
    })
    expect(await store.read(({ settings }) => settings.find('kept'))).toBe('yes')
    expect(await events()).toEqual([])
  })

  test('counts that cannot be written wait for the next time', async () => {
    let isBroken = true
    const transaction: Store['transaction'] = (work) =>
      isBroken ? Promise.reject(new Error('disk full')) : store.transaction(work)
    isShort = true
    const door = doorOver({ transaction })
    await leave(door, failedLogin('203.0.113.9'))
    await expect(door.flush()).rejects.toThrow('disk full')
    await leave(door, failedLogin('203.0.113.9'))
    isBroken = false
    await door.flush()
    await door.flush()

    expect(await named('refusals_aggregated')).toMatchObject([{ count: 2 }])
  })
})
