import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import type { Store } from '../../src/store/store.ts'
import { newPlace } from './place.ts'
import { testServer } from './server.ts'

/** Units that write the same row would undo each other. A server that knows of it tries them one by one. */

let place: Awaited<ReturnType<typeof newPlace>>
let stores: readonly Store[]

beforeEach(async () => {
  place = await newPlace(testServer())
  stores = await Promise.all([1, 2].map(() => openDistributedStore({ url: place.place })))
})

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()))
  await place.remove()
})

const units = 20
let tries = 0

const count = (store: Store) =>
  store.transaction(
    async ({ settings, events }) => {
      tries++
      const last = Number((await settings.find('organisation')) ?? 0)
      await settings.set('organisation', String(last + 1))
      await events.append(`{"n":${last}}`)
    },
    { key: 'organisation' },
  )

const counted = (store: Store | undefined) =>
  store?.read(({ settings }) => settings.find('organisation'))

test('units of one turn on one server run once each', async () => {
  tries = 0
  const [store] = stores
  if (store) await Promise.all(Array.from({ length: units }, () => count(store)))

  expect(await counted(store)).toBe(String(units))
  expect(tries).toBe(units)
})

test('on two servers they meet, and are still done as if one came after the other', async () => {
  const all = stores.flatMap((store) => Array.from({ length: units }, () => count(store)))
  await Promise.all(all)

  expect(await counted(stores[0])).toBe(String(stores.length * units))
  expect(await stores[1]?.events.size()).toBe(stores.length * units)
})

test('what a unit that failed asks for afterwards comes into no other unit', async () => {
  const [store] = stores
  let late: Promise<unknown> | undefined
  const failing = store?.transaction(async ({ settings }) => {
    await settings.find('organisation')
    late = sleep(20).then(() => settings.set('organisation', 'late'))
    throw new Error('changed my mind')
  })

  await expect(failing).rejects.toThrow('changed my mind')
  await expect(late).rejects.toThrow('over')
  expect(await counted(store)).toBeUndefined()
})
