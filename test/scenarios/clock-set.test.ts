import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sinceStart } from '../../src/kernel/clock.ts'
import { type Api, api } from '../support/api.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Somebody sets the clock of a running server. */

const hour = 3_600_000
const day = 24 * hour

let server: TestServer
let owner: CommandLine
let before: Api
let set = 0

beforeAll(async () => {
  const clock = () => new Date(Date.now() + set)
  server = await startServer({ clock, elapsed: sinceStart, flags: { tls: 'off' } })
  owner = await ownerOf(server)
  before = await api(server, owner)
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

const steps = async () =>
  (await server.events()).filter(({ audit_event }) => audit_event === 'clock_stepped')

/** Resolves when the server has noticed; it looks every second. */
async function setClock(to: number): Promise<number> {
  const known = (await steps()).length
  set = to
  while ((await steps()).length === known) await sleep(50)
  return Number((await steps()).at(-1)?.['seconds'])
}

test('a session that a step forward has ended does not live again after the step back', async () => {
  expect((await before.get('/sessions/current')).status).toBe(200)
  expect(await setClock(day)).toBeCloseTo(day / 1_000, 0)
  expect((await before.get('/sessions/current')).status).toBe(401)
  expect(await setClock(0)).toBeCloseTo(-day / 1_000, 0)
  expect((await before.get('/sessions/current')).status).toBe(401)
})

test.each([
  ['an hour back', () => -hour],
  ['a day forward', () => day],
  ['to 1970', () => -Date.now()],
  ['right again', () => 0],
])('%s: people log in, work goes on, and the log stays dense', async (title, to) => {
  await setClock(to())
  expect(await owner.keepwatch('login')).toMatchObject({ code: 0 })
  expect(await owner.keepwatch('record', 'add', '--title', title)).toMatchObject({ code: 0 })

  const events = await server.events()
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at))
  expect(events.map(({ audit_event }) => audit_event)).toEqual(
    expect.arrayContaining(['clock_stepped', 'login', 'record_add']),
  )
})

test('every step and every act is there, in the order in which they happened', async () => {
  const told = ['clock_stepped', 'record_add']
  const names = (await server.events()).map(({ audit_event }) => audit_event)
  expect(names.filter((name) => told.includes(name))).toEqual([
    'clock_stepped',
    'clock_stepped',
    ...Array.from({ length: 4 }, () => told).flat(),
  ])
})
