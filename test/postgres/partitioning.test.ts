import { afterEach, beforeEach, expect, test } from 'vitest'
import { confineEvents } from '../../src/store/distributed/confine.ts'
import { partitionWidth } from '../../src/store/distributed/partitions.ts'
import type { Store } from '../../src/store/store.ts'
import { root } from '../../src/tlog/frontier.ts'
import { naiveRoot } from '../support/naive-tree.ts'
import { olderServer } from './older-server.ts'
import { type Ground, newGround, oldTables, partEnds } from './parts.ts'
import { withClient } from './place.ts'

/** The table of a log that an older release wrote becomes the first part of one that has parts, while older servers run. */

let ground: Ground
let url: string
let older: Awaited<ReturnType<typeof olderServer>>

beforeEach(async () => {
  ground = await newGround()
  url = ground.url
  await oldTables(url)
  older = await olderServer(ground)
})

afterEach(() => ground.remove())

const bodies = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `{"n":${from + n}}`)

/** The older server writes so many events and numbers them. */
async function grow(from: number, to: number) {
  await older.append(bodies(from, to))
  await older.number(to)
}

const expectLog = async (store: Store, count: number) => {
  const entries = await store.events.readAfter(-1, { limit: 50_000 })
  expect(entries).toEqual(bodies(0, count).map((body, seq) => ({ seq, body })))
  expect(root(await store.events.head())).toEqual(
    naiveRoot(entries.map(({ body }) => Buffer.from(body))),
  )
}

const constraints = () =>
  withClient(url, async (client) => {
    const { rows } = await client.query(
      `select conname as name, convalidated as is_validated from pg_constraint
        where conrelid in (to_regclass('events'), to_regclass('events_0')) and contype = 'c'`,
    )
    return rows
  })

const farEnd = 5 * partitionWidth

test('a short log is cut where it stands, and the older server goes on writing and numbering', async () => {
  await grow(0, 600)
  const newer = await ground.store()
  await grow(600, 700)
  await newer.transaction((tx) => tx.events.append('{"n":700}'))
  await older.number(701)

  await expectLog(newer, 701)
  expect(await partEnds(url)).toEqual([partitionWidth, 2 * partitionWidth])
  await older.leave()
  await newer.transaction((tx) => tx.events.append('{"n":701}'))
  await expectLog(newer, 702)
})

test('a long log is read before, with room to grow meanwhile', async () => {
  await grow(0, 10_000)
  const newer = await ground.store()
  await grow(10_000, 10_100)

  await expectLog(newer, 10_100)
  expect(await partEnds(url)).toEqual([farEnd, farEnd + partitionWidth])
  expect(await constraints()).toEqual([])
})

test('what a server had begun when it died, the next one goes on with, and older ones write meanwhile', async () => {
  await grow(0, 10_000)
  await confineEvents(await ground.session())
  expect(await constraints()).toEqual([{ name: `events_before_${farEnd}`, is_validated: true }])
  await grow(10_000, 10_100)

  await expectLog(await ground.store(), 10_100)
  expect(await partEnds(url)).toEqual([farEnd, farEnd + partitionWidth])
})

test('retention of an older server deletes rows beside a newer one', async () => {
  await grow(0, 600)
  const newer = await ground.store()
  await older.client.query(
    `insert into leaf_tiles (position, hashes)
      select seq / 256, string_agg(leaf, ''::bytea order by seq) from events where seq < 512
      group by seq / 256 having count(*) = 256`,
  )
  await older.client.query(
    'delete from events where seq < 512 and seq / 256 in (select position from leaf_tiles)',
  )

  expect(await newer.events.first()).toBe(512)
  expect(await newer.events.hashes({ level: 0, start: 256, count: 256 })).toHaveLength(256)
})

test('who holds the table for long is not waited behind: nobody else stands still, and the migration comes to its end', async () => {
  await grow(0, 300)
  const dump = await ground.session()
  await dump.query('begin; select count(*) from events')
  const opening = ground.store()
  await grow(300, 400)
  await dump.query('commit')
  const newer = await opening

  await expectLog(newer, 400)
})
