import { Client } from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { addWriter, writerToken } from '../faults/support/writer.ts'
import { withClient } from './place.ts'
import { type SeveralServers, severalServers } from './servers.ts'

/** What takes longer than the operator allows is stopped as a whole, and whoever asked is told that nothing was changed. */

let several: SeveralServers
afterEach(() => several.stop())

const withLimits = async (flags: Readonly<Record<string, string>>) => {
  several = await severalServers(1, { fill: addWriter, flags })
}

async function ask(method: 'GET' | 'POST', body?: object) {
  const answer = await fetch(`${several.running[0]?.url}/api/v1/tokens`, {
    method,
    headers: { authorization: `Bearer ${writerToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const { status, headers } = answer
  const json: unknown = await answer.json()
  return { status, json, again: headers.get('retry-after') }
}

const makeToken = (name: string) => ask('POST', { name })

const busy = (what: string) => ({
  status: 503,
  json: { error: 'busy', message: `${what}: nothing was changed, try again in a moment` },
  again: '2',
})

const admin = (statement: string) =>
  withClient(several.url, async (client) => (await client.query(statement)).rows)

/** The names of the tokens that are kept, and of those whose making is on record. */
async function tokens() {
  const kept = await admin('select name from api_tokens order by name')
  // Events are in the log when they have their numbers, a moment after the change.
  await vi.waitFor(async () => expect(await admin('select 1 from unsequenced')).toEqual([]), 20_000)
  const bodies = await admin(
    `select body from events where body like '%"create_public_api_token_in_days"%' order by seq`,
  )
  return {
    kept: kept.map(({ name }) => name),
    recorded: bodies.map(({ body }) => JSON.parse(body).name),
  }
}

/** Holds the table of tokens as another change would, until it is told to let go. */
async function holdTokens() {
  const client = new Client(several.url)
  await client.connect()
  await client.query('begin; lock table api_tokens in access exclusive mode')
  return () => client.end()
}

test('a statement that takes too long is stopped, and its change leaves neither a row nor an event of success', async () => {
  await withLimits({ databaseStatementTimeout: '3' })
  await admin(
    `create function dawdle() returns trigger language plpgsql as 'begin perform pg_sleep(60); return new; end'`,
  )
  await admin(
    'create trigger slow before insert on api_tokens for each row execute function dawdle()',
  )
  expect(await makeToken('first')).toEqual(busy('the database took too long and was stopped'))
  expect(await tokens()).toEqual({ kept: [], recorded: [] })

  await admin('drop trigger slow on api_tokens')
  expect((await makeToken('first')).status).toBe(201)
  expect(await tokens()).toEqual({ kept: ['first'], recorded: ['first'] })
})

test('what another change holds is waited for until the limit, by who writes and by who reads', async () => {
  await withLimits({ databaseLockTimeout: '3' })
  const letGo = await holdTokens()
  const inTheWay = busy('another change was in the way for too long')
  expect(await Promise.all([makeToken('first'), ask('GET')])).toEqual([inTheWay, inTheWay])
  await letGo()

  expect(await tokens()).toEqual({ kept: [], recorded: [] })
  expect((await makeToken('first')).status).toBe(201)
  expect((await ask('GET')).json).toMatchObject([{ name: 'first' }])
})

test('who gets no connection in time is told so, and those that have one go on', async () => {
  // Two of the four connections are for changes.
  await withLimits({ databaseConnections: '4', databaseConnectTimeout: '3' })
  const letGo = await holdTokens()
  const [first, second] = [makeToken('first'), makeToken('second')]
  const holding = `select count(*)::integer as waiting from pg_locks where not granted and relation = 'api_tokens'::regclass`
  await vi.waitFor(async () => expect(await admin(holding)).toEqual([{ waiting: 2 }]), 20_000)
  expect(await makeToken('third')).toEqual(busy('no connection to the database was free in time'))
  await letGo()

  expect([(await first).status, (await second).status]).toEqual([201, 201])
  expect((await tokens()).kept).toEqual(['first', 'second'])
})
