import { readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { openEmbeddedStore } from './embedded-store.ts'

let folder: string
let store: Store

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-compact-'))
  store = await openEmbeddedStore({ folder })
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const database = () => join(folder, 'keepwatch.db')
const holds = (file: string, text: string) => readFileSync(file).includes(text)

test('the file shrinks when old events are dropped, and goes on from there', async () => {
  await store.compact()
  const empty = statSync(database()).size
  await store.transaction(async (tx) => {
    for (let n = 0; n < 5_120; n++) await tx.events.append(`{"n":${n},"x":"${'x'.repeat(500)}"}`)
  })
  await store.compact()
  const full = statSync(database()).size - empty
  await store.transaction((tx) => tx.events.prune(4_608))
  await store.compact()

  expect(statSync(database()).size - empty).toBeLessThan(full / 4)
  await store.transaction((tx) => tx.events.append('{"n":"next"}'))
  expect(await store.events.size()).toBe(5_121)
})

test('an erased value leaves no trace in the database or its write-ahead log', async () => {
  await store.transaction((tx) => tx.personal.seal('ann@example.com'))
  await store.compact()
  expect(holds(database(), 'ann@example.com')).toBe(true)

  await store.transaction((tx) => tx.personal.erase('ann@example.com'))
  await store.compact()

  expect(holds(database(), 'ann@example.com')).toBe(false)
  expect(holds(`${database()}-wal`, 'ann@example.com')).toBe(false)
})
