import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findSession } from '../../src/cli/session-file.ts'
import { api } from '../support/api.ts'
import { type CommandLine, commandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Everything that somebody did in one session is one question, from the login to the logout. */

let server: TestServer
let owner: CommandLine
let elsewhere: CommandLine

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  owner = await ownerOf(server)
  elsewhere = await commandLine(server, 'owner@example.com')
  await elsewhere.keepwatch('login')
})

afterAll(async () => {
  await owner.remove()
  await elsewhere.remove()
  await server.stop()
})

type Told = { readonly audit_event: string; readonly session_id?: string }

const told = async () => (await server.events()) as readonly Told[]

const sessionsOf = async (name: string) =>
  (await told())
    .filter(({ audit_event }) => audit_event === name)
    .map(({ session_id }) => session_id)

test('a session has a name, from its login on, and another session another one', async () => {
  await owner.ask('record', 'add', '--title', 'Here', '--type', 'login')
  await elsewhere.ask('record', 'add', '--title', 'There', '--type', 'login')
  const [here, there] = await sessionsOf('login')
  expect(here).toMatch(/^[\w-]{22}$/)
  expect(there).not.toBe(here)
  expect(await sessionsOf('record_add')).toEqual([here, there])
})

test('what a session did is one question, refused attempts too', async () => {
  const [, there] = await sessionsOf('login')
  await elsewhere.keepwatch('audit-report', '--created', 'soon')
  const http = await api(server, owner)
  const { events } = await http.json<{ events: readonly Told[] }>(
    `/events?q=${encodeURIComponent(`session:${there}`)}&order=ascending`,
  )
  expect(events.map(({ audit_event }) => audit_event)).toEqual([
    ...['login', 'record_add', 'action_failed'],
  ])
})

test('grouped by session: how much each did', async () => {
  const http = await api(server, owner)
  const answer = await http.fetch('/reports/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ q: 'session:* report:span group:session show:occurrences' }),
  })
  const rows = (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(rows).toHaveLength(2)
})

test('the name opens nothing: it is neither the token nor what the store keeps of it', async () => {
  const session = await findSession(owner.home, server.url)
  const token = String(session?.token)
  const log = JSON.stringify(await told())
  expect(log).not.toContain(token)
  expect(log).not.toContain(createHash('sha256').update(token).digest('base64url'))
})

test('the logout is its last event', async () => {
  await elsewhere.keepwatch('logout')
  const [, there] = await sessionsOf('login')
  expect(await sessionsOf('logout')).toEqual([there])
})
