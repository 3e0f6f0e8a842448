import { closeSync, openSync, readSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Store } from '../store.ts'
import { openEmbeddedStore } from './embedded-store.ts'

let folder: string
let store: Store

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-wal-'))
  store = await openEmbeddedStore({ folder })
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const database = () => join(folder, 'keepwatch.db')

/** How often the write-ahead log has begun anew: a number in its head (https://www.sqlite.org/walformat.html#wal_file_format). */
function beginnings(): number {
  const head = Buffer.alloc(32)
  const file = openSync(`${database()}-wal`, 'r')
  readSync(file, head, 0, head.length, 0)
  closeSync(file)
  return head.readUInt32BE(12)
}

const filler = 'x'.repeat(1_000)

/** More pages than the log may have before it is copied. */
async function appendMany(): Promise<void> {
  for (let batch = 0; batch < 20; batch++)
    await store.transaction(async (tx) => {
      for (let n = 0; n < 400; n++) await tx.events.append(`{"x":"${filler}"}`)
    })
}

const appendUntil = (isEnough: () => boolean) =>
  vi.waitFor(
    async () => {
      await appendMany()
      expect(isEnough()).toBe(true)
    },
    { timeout: 30_000, interval: 10 },
  )

/** What the database has without its log. */
function eventsInDatabaseAlone(): number {
  const alone = new DatabaseSync(`file:${database()}?immutable=1`, { readOnly: true })
  try {
    return Number(alone.prepare('select count(*) as n from events').get()?.['n'])
  } finally {
    alone.close()
  }
}

test('a log that has become long is copied into the database and begins anew, again and again', async () => {
  await appendUntil(() => beginnings() >= 3)

  const newest = (await store.events.size()) - 1
  expect(await store.events.readThese([0, newest])).toHaveLength(2)
})

test('somebody who reads for long keeps the log from beginning anew, and nobody from writing', async () => {
  const reader = new DatabaseSync(database(), { readOnly: true })
  reader.exec('begin')
  reader.prepare('select count(*) from events').get()
  await appendMany()
  await appendMany()
  expect(beginnings()).toBe(0)
  expect(await store.events.size()).toBe(16_000)

  reader.close()

  await appendUntil(() => beginnings() >= 1)
})

test('a store that is closed has left everything in the database', async () => {
  await appendMany()
  await store.close()

  expect(eventsInDatabaseAlone()).toBe(8_000)
  store = await openEmbeddedStore({ folder })
  expect(await store.events.size()).toBe(8_000)
})
