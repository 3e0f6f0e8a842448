import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { stores } from './stores.ts'

/** Hashes that share their first 12 bits, and so their row of the set. */
const neighbour = (n: number) => {
  const hash = createHash('sha256').update(`${n}`).digest()
  return hash.fill(0, 0, 2)
}

describe.each(stores)('the replay set of the $name store', ({ open, place }) => {
  let store: Store
  let folder: Awaited<ReturnType<typeof place>>

  beforeEach(async () => {
    folder = await place()
    store = await open(folder.place)
  })

  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  const seeAll = (device: string, hashes: readonly Uint8Array[]) =>
    store.transaction(async ({ replays }) => {
      const fresh: boolean[] = []
      for (const hash of hashes) fresh.push(await replays.add(device, hash))
      return fresh
    })

  test('takes every new request and refuses each a second time, also after a restart', async () => {
    const hashes = Array.from({ length: 2_000 }, () => randomBytes(32))
    expect((await seeAll('device', hashes)).every(Boolean)).toBe(true)
    await store.close()
    store = await open(folder.place)

    expect((await seeAll('device', hashes)).some(Boolean)).toBe(false)
  })

  test('lets one of two take it when the same request comes twice at once', async () => {
    const hash = randomBytes(32)
    const see = () => store.transaction(({ replays }) => replays.add('device', hash))
    const answers = await Promise.all([see(), see(), see(), see()])

    expect(answers.filter(Boolean)).toHaveLength(1)
  })

  test('forgets a request that was processed in vain', async () => {
    const hash = randomBytes(32)
    const failing = store.transaction(async ({ replays }) => {
      await replays.add('device', hash)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')

    expect(await seeAll('device', [hash])).toEqual([true])
  })

  test('keeps devices apart', async () => {
    const hash = randomBytes(32)

    expect(await seeAll('one', [hash])).toEqual([true])
    expect(await seeAll('other', [hash])).toEqual([true])
  })

  test('is bounded: a row keeps its newest 480 requests', async () => {
    const hashes = Array.from({ length: 500 }, (_, n) => neighbour(n))
    expect((await seeAll('device', hashes)).every(Boolean)).toBe(true)

    expect((await seeAll('device', hashes.slice(20))).some(Boolean)).toBe(false)
    expect(await seeAll('device', [neighbour(0)])).toEqual([true])
  })

  test('lets the sets of removed devices go', async () => {
    const hash = randomBytes(32)
    await store.transaction(async ({ devices, replays }) => {
      const device = {
        app_uid: 'app',
        name: 'runner',
        encrypted_app_key: null,
        lock_ip: 0,
        lock_network: 0,
        allowed: null,
      } as const
      const times = { created_at: 1, first_access_expires_at: 2, access_expires_at: null }
      const unbound = {
        address: null,
        public_key: null,
        first_access_at: null,
        last_access_at: null,
      }
      const rest = { ...device, ...times, ...unbound, client_version: null, removed_at: null }
      await devices.insert({ ...rest, device_uid: 'kept', client_id: 'a' })
      await devices.insert({ ...rest, device_uid: 'removed', client_id: 'b' })
      await replays.add('kept', hash)
      await replays.add('removed', hash)
      await devices.remove('removed', 3)
    })

    expect(await store.transaction(({ replays }) => replays.removeGone())).toBe(1)
    expect(await seeAll('kept', [hash])).toEqual([false])
  })
})
