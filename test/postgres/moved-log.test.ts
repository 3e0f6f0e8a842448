import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import { distributedSource } from '../../src/store/moving/distributed-source.ts'
import { distributedTarget } from '../../src/store/moving/distributed-target.ts'
import { embeddedSource } from '../../src/store/moving/embedded-source.ts'
import { embeddedTarget } from '../../src/store/moving/embedded-target.ts'
import { moveStore } from '../../src/store/moving/move.ts'
import type { Source, Target } from '../../src/store/moving/side.ts'
import type { Store } from '../../src/store/store.ts'
import { newPlace } from './place.ts'
import { testServer } from './server.ts'

/** What a move does to a log, of which retention has dropped the beginning. */

const events = 1_300
const dropped = 512
const now = new Date('2026-11-23T12:00:00Z')

let folder: string
let database: Awaited<ReturnType<typeof newPlace>>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-moved-'))
  database = await newPlace(testServer())
  const store = await openEmbeddedStore({ folder })
  const append = (n: number) =>
    store.transaction((tx) => tx.events.append(JSON.stringify({ n, name: `é ${n} \u{1f511}` })))
  await Promise.all(Array.from({ length: events }, (_, n) => append(n)))
  await store.transaction((tx) => tx.events.prune(dropped))
  await store.close()
})

afterEach(async () => {
  await database.remove()
  await rm(folder, { recursive: true })
})

async function move(source: Source, target: Target) {
  try {
    return await moveStore(source, target, { to: 'elsewhere' })
  } finally {
    await target.close()
    await source.close()
  }
}

async function everything(opened: Promise<Store>) {
  const store = await opened
  const { events: log } = store
  const tiles = Array.from({ length: 6 }, (_, tile) => tile * 256).map((start) =>
    log.hashes({ level: 0, start, count: Math.min(256, events - start) }),
  )
  const hex = (hash: Uint8Array) => Buffer.from(hash).toString('hex')
  const held = {
    first: await log.first(),
    peaks: (await log.head()).peaks.map(hex),
    entries: await log.readAfter(-1, { limit: 10_000 }),
    leaves: (await Promise.all(tiles)).flat().map(hex),
    nodes: (await log.hashes({ level: 1, start: 0, count: 5 })).map(hex),
  }
  await store.close()
  return held
}

test('events, what was dropped and the tree are the same in PostgreSQL and after the way back', async () => {
  const before = await everything(openEmbeddedStore({ folder }))
  const there = await move(embeddedSource(folder), await distributedTarget(database.place))
  expect(there.size).toBe(events)
  expect(await everything(openDistributedStore({ url: database.place }))).toEqual(before)

  const back = await move(
    await distributedSource(database.place),
    await embeddedTarget(folder, now),
  )
  expect(back.root).toEqual(there.root)
  expect(await everything(openEmbeddedStore({ folder }))).toEqual(before)
})

test('a log that somebody has edited is not moved, and nothing has changed on either side', async () => {
  const file = new DatabaseSync(join(folder, 'keepwatch.db'))
  file.exec(`update events set body = replace(body, '700', '701') where seq = 700`)
  const moving = move(embeddedSource(folder), await distributedTarget(database.place))
  await expect(moving).rejects.toThrow('does not have the root hash of the log')

  const there = await openDistributedStore({ url: database.place })
  expect(await there.events.size()).toBe(0)
  await there.close()
  file.exec(`update events set body = replace(body, '701', '700') where seq = 700`)
  file.close()
  const again = await move(embeddedSource(folder), await distributedTarget(database.place))
  expect(again.size).toBe(events)
})
