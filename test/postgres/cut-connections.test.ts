import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { storeBehindProxy } from './store-behind-proxy.ts'

/** The connection breaks at the worst moments. A unit is done once or not at all, and who cannot know is told so. */

let behind: Awaited<ReturnType<typeof storeBehindProxy>>

beforeEach(async () => {
  behind = await storeBehindProxy()
})
afterEach(() => behind.remove())

let tries = 0
const unit = () => {
  tries = 0
  return behind.store.transaction(async (tx) => {
    tries++
    await tx.settings.set('organisation', 'Acme')
    await tx.events.append('{"n":0}')
  })
}

const bodies = async () =>
  (await behind.store.events.readAfter(-1, { limit: 10 })).map(({ body }) => body)

test('before the commit is asked for: the unit runs again, and is done once', async () => {
  behind.proxy.cut({ at: 'insert into settings', delivered: true })
  await unit()

  expect(tries).toBe(2)
  expect(await bodies()).toEqual(['{"n":0}'])
})

test('when the commit was asked for and not received: nothing is done, and that is told', async () => {
  behind.proxy.cut({ at: 'commit\0', delivered: false })
  await expect(unit()).rejects.toMatchObject({
    kind: 'busy',
    message: expect.stringContaining('the database went away during a commit'),
  })

  expect(tries).toBe(1)
  expect(await bodies()).toEqual([])
  await unit()
  expect(await bodies()).toEqual(['{"n":0}'])
})

test('when the commit was received and its answer lost: it is done once, and the doubt is told', async () => {
  behind.proxy.cut({ at: 'commit\0', delivered: true })
  await expect(unit()).rejects.toMatchObject({ kind: 'busy' })

  expect(tries).toBe(1)
  await vi.waitFor(async () => expect(await bodies()).toEqual(['{"n":0}']), 10_000)
  expect(await behind.store.read(({ settings }) => settings.find('organisation'))).toBe('Acme')
})

test('while events get their numbers: they get them in the next session, without a gap', async () => {
  for (let n = 0; n < 6; n++) {
    behind.proxy.cut({ at: 'pg_notify', delivered: n % 2 === 0 })
    await behind.store.transaction((tx) => tx.events.append(`{"n":${n}}`))
    expect(await behind.store.events.size()).toBe(n + 1)
  }

  expect(await bodies()).toEqual(Array.from({ length: 6 }, (_, n) => `{"n":${n}}`))
})

test('while something is read: it is read again', async () => {
  await unit()
  behind.proxy.cut({ at: 'organisation', delivered: true })

  expect(await behind.store.read(({ settings }) => settings.find('organisation'))).toBe('Acme')
})
