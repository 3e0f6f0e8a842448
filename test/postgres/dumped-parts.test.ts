import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import type { Store } from '../../src/store/store.ts'
import { root } from '../../src/tlog/frontier.ts'
import { inclusionProof } from '../../src/tlog/proof.ts'
import { programs } from './cluster.ts'
import { cutInto, partEnds } from './parts.ts'
import { newPlace, withClient } from './place.ts'
import { testServer } from './server.ts'

/** The way back from a backup of PostgreSQL, which `pg_dump` makes. */

const run = promisify(execFile)
const database = `restored_${randomBytes(8).toString('hex')}`

const within = async <Result>(url: string, work: (store: Store) => Promise<Result>) => {
  const store = await openDistributedStore({ url })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const append = (store: Store, count: number) =>
  store.transaction(async (tx) => {
    for (let n = 0; n < count; n++) await tx.events.append(JSON.stringify({ n }))
  })

/** What is kept, and a proof for an entry that is gone. */
const held = async ({ events }: Store) => ({
  size: await events.size(),
  root: root(await events.head()),
  entries: await events.readAfter(-1, { limit: 5_000 }),
  proof: await inclusionProof({ index: 3, size: 900 }, events.hashes),
})

async function newDatabase(): Promise<string> {
  await withClient(testServer(), (client) => client.query(`create database ${database}`))
  onTestFinished(async () => {
    await withClient(testServer(), (client) => client.query(`drop database ${database}`))
  })
  const url = new URL(testServer())
  url.pathname = `/${database}`
  return url.href
}

/** The URL of the same schema in another database. */
const sameSchema = (place: string, elsewhere: string) => {
  const url = new URL(elsewhere)
  url.search = new URL(place).search
  return url.href.replaceAll('+', '%20')
}

test('a dump that was restored has the parts, the entries and the proofs, and goes on where it ended', async () => {
  const { place, remove } = await newPlace(testServer())
  onTestFinished(remove)
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-dump-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await within(place, async () => {})
  await cutInto(place, [512, 768])
  const before = await within(place, async (store) => {
    await append(store, 900)
    await store.events.size()
    await store.transaction((tx) => tx.events.prune(512))
    return held(store)
  })
  const ends = await partEnds(place)

  const file = join(folder, 'keepwatch.dump')
  const schema = new URL(place).searchParams.get('options')?.replace(/^.*search_path=/, '') ?? ''
  const elsewhere = await newDatabase()
  const dumping = ['--format', 'custom', '--schema', schema, '--file', file, testServer()]
  await run(join(programs(), 'pg_dump'), dumping)
  await run(join(programs(), 'pg_restore'), ['--exit-on-error', '--dbname', elsewhere, file])

  const restored = sameSchema(place, elsewhere)
  expect(await partEnds(restored)).toEqual(ends)
  await within(restored, async (store) => {
    expect(await held(store)).toEqual(before)
    await append(store, 1)
    expect(await store.events.size()).toBe(901)
  })
})
