import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { login } from '../events/catalog/login.ts'
import { loadCatalog } from '../events/catalog.ts'
import { happened } from '../events/event-type.ts'
import { record } from '../events/record.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts'
import type { Store } from '../store/store.ts'
import { eventFeed, type FeedSource } from './event-feed.ts'
import { eventFeedInput } from './event-query.ts'

const at = new Date('2026-11-23T12:00:00Z')
let folder: string
let store: Store

const logIns = (count: number) =>
  store.transaction(async (tx) => {
    for (let done = 0; done < count; done++)
      await record(tx, happened(login, {}), { username: 'ann@example.com', at, recordedAt: at })
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-feed-'))
  store = await openEmbeddedStore({ folder })
  await logIns(1_300)
})

afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

async function feed(source: Partial<FeedSource> = {}, query = {}) {
  const catalog = await loadCatalog()
  const signal = new AbortController().signal
  const given = { store, catalog, now: at, position: -1, signal, silenceMs: 60_000, ...source }
  return eventFeed(eventFeedInput(vocabularyOf(catalog).fields).parse(query), given)
}

/** The store, and how many entries were read from it. */
function counting() {
  let read = 0
  const events: Store['events'] = {
    ...store.events,
    async readAfter(after, page) {
      const entries = await store.events.readAfter(after, page)
      read += entries.length
      return entries
    },
  }
  return { store: { events, read: store.read }, read: () => read }
}

test('a reader that does not come back for more costs one page', async () => {
  const counted = counting()
  const told = await feed({ store: counted.store })
  expect((await told.next()).value).toMatchObject({ position: 499 })
  await new Promise((resolve) => setImmediate(resolve))
  expect(counted.read()).toBe(500)
  expect((await told.next()).value).toMatchObject({ position: 999 })
  await told.return(undefined)
  expect(counted.read()).toBe(1_000)
})

test('it tells of everything behind the position, and then of what is committed', async () => {
  const told = await feed({ position: 1_297 })
  const first = await told.next()
  expect(first.value?.events.map(({ seq }: { seq: number }) => seq)).toEqual([1_298, 1_299])
  const next = told.next()
  await logIns(1)
  expect((await next).value).toMatchObject({ position: 1_300 })
  await told.return(undefined)
})

test('when nothing happens it says so, again and again', async () => {
  const position = (await store.events.size()) - 1
  const told = await feed({ position, silenceMs: 1 })
  for (let beats = 0; beats < 3; beats++)
    expect((await told.next()).value).toEqual({ events: [], position })
  await told.return(undefined)
})

test('what is filtered out moves the position all the same', async () => {
  const told = await feed({}, { audit_event_type: ['logout'] })
  expect((await told.next()).value).toEqual({ events: [], position: 499 })
  await told.return(undefined)
})

test('it ends when the signal aborts, also while it waits', async () => {
  const ending = new AbortController()
  const position = (await store.events.size()) - 1
  const told = await feed({ position, signal: ending.signal })
  const next = told.next()
  ending.abort()
  expect((await next).done).toBe(true)
})
