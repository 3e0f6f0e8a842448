import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withClient } from './place.ts'
import { storeBehindProxy } from './store-behind-proxy.ts'

/** Units that only append share a commit. Each is still done or not done by itself, and told by itself. */

let behind: Awaited<ReturnType<typeof storeBehindProxy>>

beforeEach(async () => {
  behind = await storeBehindProxy()
})
afterEach(() => behind.remove())

const append = (...bodies: readonly string[]) =>
  behind.store.transaction(async (tx) => {
    for (const body of bodies) await tx.events.append(body)
  })

const bodies = async () =>
  (await behind.store.events.readAfter(-1, { limit: 1_000 })).map(({ body }) => body)

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `{"n":${n}}`)

/** Keeps all units from beginning while something is done. */
const whileNobodyBegins = (work: (waiting: () => Promise<number>) => Promise<void>) =>
  withClient(behind.place, async (client) => {
    await client.query('begin; lock table unit_lane in access exclusive mode')
    await work(async () => {
      const { rows } = await client.query(
        `select count(*) as count from pg_locks where not granted and relation = 'unit_lane'::regclass`,
      )
      return Number(rows[0].count)
    })
    await client.query('rollback')
  })

test('hundreds that wait take one connection, and are numbered in the order in which they came', async () => {
  const given = numbered(700)
  const done: Promise<unknown>[] = []
  await whileNobodyBegins(async (waiting) => {
    done.push(...given.map((body) => append(body)))
    await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000)
  })
  await Promise.all(done)

  expect(await bodies()).toEqual(given)
})

test('ten that append one event after the other write ten events at a time', async () => {
  const sizes = await withClient(behind.place, async (client) => {
    await client.query(`create table writes (events bigint);
      create function note_write() returns trigger language plpgsql as
        'begin insert into writes select count(*) from added; return null; end';
      create trigger noted after insert on unsequenced referencing new table as added
        for each statement execute function note_write()`)
    await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        for (let at = 0; at < 3; at++) await append(`{"n":${n},"at":${at}}`)
      }),
    )
    return (await client.query('select events from writes')).rows
  })

  expect(sizes).toEqual(Array(3).fill({ events: 10 }))
})

test('one that cannot be written fails with all its events, and its neighbours are kept', async () => {
  const all = Promise.allSettled([
    append('{"n":0}'),
    append('{"n":1}'),
    append('{"n":2}', '{"nul":"\0"}', '{"n":3}'),
    append('{"n":4}', '{"n":5}'),
  ])

  expect((await all).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  await expect(append('{"nul":"\0"}')).rejects.toMatchObject({ kind: 'invalid' })
  expect(await bodies()).toEqual(['{"n":0}', '{"n":1}', '{"n":4}', '{"n":5}'])
})

test('when the answer to their commit is lost, each is told that nobody knows, and each is done once', async () => {
  let all: Promise<PromiseSettledResult<unknown>[]> = Promise.resolve([])
  await whileNobodyBegins(async (waiting) => {
    const first = append('{"n":0}')
    await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000)
    all = Promise.allSettled([first, append('{"n":1}'), append('{"n":2}')])
    behind.proxy.cut({ at: ':2}', delivered: true })
  })
  const [first, ...others] = await all

  expect(first?.status).toBe('fulfilled')
  for (const other of others)
    expect(other).toMatchObject({
      status: 'rejected',
      reason: { kind: 'busy', message: expect.stringContaining('went away during a commit') },
    })
  await append('{"n":3}')
  const kept = (await bodies()).toSorted()
  // The commit was on its way with the events or was not: both are in, be it later than what was appended since, or neither is.
  expect([numbered(4), ['{"n":0}', '{"n":3}']]).toContainEqual(kept)
})

test('a unit that does nothing is told when the database is away', async () => {
  await behind.store.transaction(async () => {})
  await behind.proxy.close()

  await expect(behind.store.transaction(async () => {})).rejects.toMatchObject({ kind: 'busy' })
})
