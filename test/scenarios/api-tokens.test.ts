import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Programs use our own API with a token, for what the token was made for and nothing else; told as it goes. */

let server: TestServer
let owner: CommandLine

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  owner = await ownerOf(server)
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

const make = async (name: string, ...flags: readonly string[]) =>
  (await owner.ask<{ token: string }>('token', 'create', '--name', name, ...flags)).token

const scoped = (name: string, scope: string) => make(name, '--scope', scope)

type Ask = { readonly token: string; readonly method?: string; readonly body?: object }

const ask = (path: string, { token, method = 'GET', body }: Ask, header = 'authorization') =>
  fetch(`${server.url}/api/v1/${path}`, {
    method,
    headers: { [header]: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })

const statusOf = async (path: string, asked: Ask) => (await ask(path, asked)).status

test('a token reads events, in either header, and the log says by which token', async () => {
  const token = await make('Reader')
  expect(await statusOf('events', { token })).toBe(200)
  expect((await ask('events', { token }, 'x-api-token')).status).toBe(200)
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'events_read',
    username: 'owner@example.com',
    api_token: 'Reader',
  })
})

const others = [
  { method: 'GET', path: 'alerts' },
  { method: 'POST', path: 'alerts', body: { rule: { name: 'mine' } } },
  { method: 'GET', path: 'targets' },
  { method: 'GET', path: 'tokens' },
  { method: 'POST', path: 'tokens', body: { name: 'another' } },
  { method: 'GET', path: 'vault' },
  { method: 'GET', path: 'applications' },
  {
    method: 'POST',
    path: 'accounts/invitations',
    body: { email: 'eve@example.com', role: 'member' },
  },
  { method: 'POST', path: 'erasures', body: { email: 'eve@example.com' } },
  { method: 'GET', path: 'sessions/current' },
  { method: 'DELETE', path: 'sessions/current' },
]

test.each(others)('it may do nothing else: $method $path', async ({ path, ...asked }) => {
  const token = await make(`Refused ${asked.method} ${path.replaceAll('/', ' ')}`)
  expect(await statusOf(path, { token, ...asked })).toBe(403)
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'action_denied' })
})

test('a token for alerts makes one, which is an event of whoever made the token', async () => {
  const token = await scoped('Terraform', 'alerts.change')
  const body = { rule: { name: 'by program', filter: { audit_event: ['login'] } } }
  expect(await statusOf('alerts', { token, method: 'POST', body })).toBe(201)
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'audit_alert_created',
    username: 'owner@example.com',
    api_token: 'Terraform',
  })
  expect(await statusOf('alerts', { token })).toBe(403)
})

test.each([
  ['exports.read', 'targets'],
  ['alerts.read', 'alerts'],
  ['vault', 'vault'],
  ['vault', 'applications'],
])('a token for %s reads %s', async (scope, path) => {
  const token = await scoped(`${scope} for ${path}`, scope)
  expect(await statusOf(path, { token })).toBe(200)
})

test('what no scope is there for is refused when the token is made', async () => {
  const { code, stderr } = await owner.keepwatch(
    ...['token', 'create', '--name', 'Root', '--scope', 'tokens.change'],
  )
  expect(code).not.toBe(0)
  expect(stderr).toContain('scopes')
})

test('a token that was taken back counts for nothing, also in a stream that has begun', async () => {
  const token = await make('Streaming')
  const stream = await ask('events/stream', { token })
  const read = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await read?.read())?.value).toContain('retry:')
  await owner.ask('record', 'add', '--title', 'While it counts')
  expect((await read?.read())?.value).toContain('data:')
  await owner.keepwatch('token', 'revoke', 'Streaming')
  for (let one = await read?.read(); one && !one.done; one = await read?.read())
    expect(one.value).not.toContain('revoke_public_api_token')
  expect(await statusOf('events', { token })).toBe(401)
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'action_denied' })
})

test('from elsewhere it counts for nothing', async () => {
  const token = await make('Elsewhere', '--network', '203.0.113.0/24')
  expect(await statusOf('events', { token })).toBe(401)
})
