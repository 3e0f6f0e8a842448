import type { fdatasync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Store } from '../store.ts'
import { openEmbeddedStore } from './embedded-store.ts'

/** A disk that takes its time: flushes that were asked for and are not done. */
const waiting = vi.hoisted(() => new Set<Parameters<typeof fdatasync>[1]>())

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  fdatasync: (...[, done]: Parameters<typeof fdatasync>) => waiting.add(done),
}))

let folder: string
let store: Store
let fatal: unknown

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-flush-'))
  store = await openEmbeddedStore({
    folder,
    fatal: (error) => {
      fatal = error
    },
  })
})

afterEach(async () => {
  waiting.clear()
  await store.close()
  await rm(folder, { recursive: true })
})

const asked = () => vi.waitFor(() => expect(waiting.size).toBe(1))

function end(error: NodeJS.ErrnoException | null): void {
  for (const done of waiting) done(error)
  waiting.clear()
}

const rename = (name: string) =>
  store.transaction(async (tx) => {
    await tx.settings.set('organisation', name)
    await tx.events.append(`{"name":"${name}"}`)
  })

const nameNow = () => store.read((state) => state.settings.find('organisation'))
const events = () => store.events.readAfter(-1, { limit: 10 })

test('nobody sees an event, or hears of a change, before it is on the disk', async () => {
  const told: string[] = []
  const renaming = rename('Acme').then(() => told.push('who changed it'))
  await asked()
  const reading = nameNow().then((name) => told.push(`a reader: ${name}`))
  expect(await events()).toEqual([])
  expect(await store.events.readBefore(10, { limit: 10 })).toEqual([])
  expect(await store.events.readThese([0])).toEqual([])
  expect(await store.events.size()).toBe(0)
  expect(told).toEqual([])

  end(null)

  await Promise.all([renaming, reading])
  expect(told.sort()).toEqual(['a reader: Acme', 'who changed it'])
  expect(await events()).toHaveLength(1)
})

test('what comes while the disk is busy waits, and shares the next flush', async () => {
  const first = rename('Acme')
  await asked()
  const others = ['Bell', 'Coyote'].map(rename)
  end(null)
  await first
  expect(await events()).toHaveLength(1)

  await asked()
  end(null)

  await Promise.all(others)
  expect(await events()).toHaveLength(3)
})

test('a flush that fails is fatal, and nothing of it is acknowledged or read', async () => {
  const renaming = rename('Acme')
  await asked()
  const reading = nameNow()
  end(Object.assign(new Error('i/o error'), { code: 'EIO' }))

  await expect(renaming).rejects.toThrow('could not be written')
  await expect(reading).rejects.toThrow('could not be flushed')
  expect(fatal).toBeInstanceOf(Error)
})
