import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inPackets } from '../../src/store/distributed/packets.ts'
import { preparedQuery, type Query } from '../../src/store/distributed/postgres-sql.ts'
import { testServer } from './server.ts'
import { twoStores } from './two-stores.ts'

/** Statements of one transaction that leave together are answered together. */

let client: Client
let query: Query

beforeEach(async () => {
  client = new Client({ connectionString: testServer(), pipeline: true })
  await client.connect()
  query = preparedQuery(inPackets(client))
})

afterEach(() => client.end())

const number = 'select $1::integer as number, $2::text as text'

/** The first time a statement is prepared, and goes alone. */
const twice = async (work: () => Promise<void>) => {
  await work()
  await work()
}

test('each gets its own rows, in the types of its columns', () =>
  twice(async () => {
    const all = await Promise.all([
      query('begin', []),
      query(number, [1, 'one']),
      query('select generate_series(1, 3) as n', []),
      query(number, [2, null]),
      query('commit', []),
    ])

    expect(all.map(({ rows }) => rows)).toEqual([
      [],
      [{ number: 1, text: 'one' }],
      [{ n: 1 }, { n: 2 }, { n: 3 }],
      [{ number: 2, text: null }],
      [],
    ])
    expect(all.map(({ command }) => command)).toEqual([
      'BEGIN',
      'SELECT',
      'SELECT',
      'SELECT',
      'COMMIT',
    ])
    expect(all[2]?.rowCount).toBe(3)
  }))

test('what comes before one that fails is done, and what follows is not', async () => {
  await query(number, [0, null])
  await query('select 1 / $1::integer as quotient', [1])
  const [before, failed, after] = await Promise.allSettled([
    query(number, [1, 'one']),
    query('select 1 / $1::integer as quotient', [0]),
    query(number, [2, 'two']),
  ])

  expect(before).toMatchObject({ status: 'fulfilled', value: { rows: [{ number: 1 }] } })
  expect(failed).toMatchObject({ status: 'rejected', reason: { code: '22012' } })
  expect(after).toMatchObject({ status: 'rejected', reason: { code: '22012' } })
  expect((await query(number, [3, 'three'])).rows).toEqual([{ number: 3, text: 'three' }])
})

test('what cannot be prepared keeps its place', async () => {
  const packets = inPackets(client)
  const first = query('create temporary table places (n integer)', [])
  await packets.control('insert into places values (1); insert into places values (2)')
  await first

  expect((await query('select count(*) as count from places', [])).rows).toEqual([{ count: 2 }])
})

test('units that fail with their first statements leave their connections to the next', async () => {
  const { one, other, remove } = await twoStores()
  const failing = (store: typeof one) =>
    store.transaction(({ events, servedSets }) =>
      Promise.all([events.append('{}'), servedSets.find('\0')]),
    )
  const ended = await Promise.allSettled(Array.from({ length: 60 }, () => failing(one)))
  await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      one.transaction(async ({ settings, events }) => {
        await settings.find('organisation')
        await events.append(`{"n":${n}}`)
      }),
    ),
  )

  expect(ended.every(({ status }) => status === 'rejected')).toBe(true)
  expect(await one.events.size()).toBe(60)
  await remove([one, other])
})
