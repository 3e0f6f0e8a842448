import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findSession } from '../../src/cli/session-file.ts'
import { proveAgain } from '../../src/client/account.ts'
import { connectApi } from '../../src/client/api.ts'
import { authenticator } from '../support/authenticator.ts'
import { type CommandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What takes something away for good asks again who is there: a session that was left open is not enough. */

const email = 'owner@example.com'
const bob = 'bob@example.com'
const minute = 60_000

let server: TestServer
let owner: CommandLine
let member: CommandLine
let passed = 0
const began = Date.now()
const clock = () => new Date(began + passed)

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' }, clock })
  owner = await ownerOf(server)
  member = await memberOf(server, bob)
})
afterAll(async () => {
  await Promise.all([owner.remove(), member.remove()])
  await server.stop()
})

const tokenOf = async (line: CommandLine) =>
  String((await findSession(line.home, server.url))?.token)

const as = (token: string) => (method: string, path: string, json?: unknown) =>
  fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  })

/** The owner's account_uid of somebody. */
async function uidOf(name: string): Promise<string> {
  const people = await owner.ask<readonly { email: string; account_uid: string }[]>('user', 'list')
  return people.find((one) => one.email === name)?.account_uid ?? ''
}

const named = async (name: string) =>
  (await server.events()).filter(({ audit_event }) => audit_event === name)

beforeEach(async () => {
  await owner.keepwatch('login')
})

/** What each asks for, as the routes have it. */
type Act = readonly [name: string, method: string, path: string, json?: object]

const acts: readonly Act[] = [
  ['removing a person', 'DELETE', '/people/UID'],
  ['another role', 'PUT', '/people/UID/role', { role: 'auditor' }],
  ['locking somebody out', 'PUT', '/people/UID/lock'],
  ['resetting somebody’s second factors', 'DELETE', '/people/UID/second-factors'],
  ['other rules of logging in', 'PUT', '/sign-in-rules', { idle_minutes: 30 }],
  ['erasing a person', 'POST', '/erasures', { email: 'gone@example.com' }],
  ['making an API token', 'POST', '/tokens', { name: 'SIEM' }],
  ['removing an export', 'DELETE', '/targets/logs'],
  ['another export', 'POST', '/targets', { name: 'logs', kind: 'file', settings: { file: 'a' } }],
  ['removing an alert', 'DELETE', '/alerts/somewhere'],
  ['changing an alert', 'PUT', '/alerts/somewhere', { rule: { name: 'Another' } }],
  ['telling somebody no more', 'DELETE', '/alerts/somewhere/recipients/ops'],
  ['another way to tell somebody', 'PUT', '/alerts/somewhere/recipients/ops', { disabled: true }],
  ['snoozing an alert', 'POST', '/alerts/somewhere/snooze', { for: '1h' }],
  ['removing a team', 'DELETE', '/teams/UID'],
  ['approving what another one asked for', 'POST', '/approvals/UID/approval'],
  ['adding a second factor', 'POST', '/second-factors/totp', { secret: 'AAAA', code: '1' }],
]

const listed = acts.map(([name, method, path, json]) => ({ name, method, path, json }))

test.each(listed)(
  '$name is not let through by a session of six minutes ago',
  async ({ method, path, json }) => {
    const uid = await uidOf(bob)
    const ask = as(await tokenOf(owner))
    passed += 6 * minute
    const answer = await ask(method, path.replace('UID', uid), json)
    const body = await answer.json()
    expect({ status: answer.status, body }).toEqual({
      status: 403,
      body: { error: 'unconfirmed', message: expect.stringContaining('prove again') },
    })
    expect(await server.lastEvent()).toMatchObject({
      audit_event: 'action_failed',
      reason: 'unconfirmed',
      username: email,
    })
  },
)

test('what only reads, and everyday work, is not asked', async () => {
  passed += 6 * minute
  expect((await owner.keepwatch('record', 'add', '--title', 'Mine')).code).toBe(0)
  expect((await owner.keepwatch('user', 'list')).code).toBe(0)
  expect(await named('identity_confirmed')).toHaveLength(0)
})

test('a command asks for the password and goes on, under another token', async () => {
  const before = await tokenOf(owner)
  passed += 6 * minute
  expect(await owner.ask('two-factor', 'require', '--nobody')).toMatchObject({
    second_factor_roles: [],
  })
  expect((await named('identity_confirmed')).at(-1)).toMatchObject({
    username: email,
    by: 'password',
  })
  const after = await tokenOf(owner)
  expect(after).not.toBe(before)
  const confirmed = (await named('identity_confirmed')).length
  await owner.ask('user', 'lock', bob)
  await owner.ask('user', 'unlock', bob)
  expect(await named('identity_confirmed')).toHaveLength(confirmed)

  expect((await as(before)('GET', '/sessions/current')).status).toBe(200)
  passed += 11_000
  expect((await as(before)('GET', '/sessions/current')).status).toBe(401)
  expect((await as(after)('GET', '/sessions/current')).status).toBe(200)
})

test('the session keeps its name while its token changes', async () => {
  const names = async () =>
    (await owner.ask<readonly { session_id: string; current: boolean }[]>('session', 'list'))
      .filter(({ current }) => current)
      .map(({ session_id }) => session_id)
  const before = await names()
  passed += 6 * minute
  await owner.ask('two-factor', 'require', '--nobody')
  expect(await names()).toEqual(before)
})

test('a wrong password proves nothing, and is limited like a login', async () => {
  passed += 20 * minute
  const ask = as(await tokenOf(owner))
  const guess = () => ask('POST', '/sessions/current/confirmation', { verifier: 'a guess' })
  for (let n = 0; n < 10; n++) expect((await guess()).status).toBe(400)
  expect((await guess()).status).toBe(429)
  passed += 10 * minute
})

test('a second factor counts as well, once', async () => {
  const phone = authenticator()
  await owner.ask('two-factor', 'add', '--secret', phone.secret, '--code', phone.code(clock()))
  passed += 6 * minute
  const api = connectApi({ server: server.url, token: await tokenOf(owner) })
  const code = phone.code(clock())
  const { token = '' } = await proveAgain(api, { code })
  expect((await as(token)('PUT', '/sign-in-rules', { idle_minutes: 60 })).status).toBe(200)
  const again = proveAgain(connectApi({ server: server.url, token }), { code })
  await expect(again).rejects.toMatchObject({ kind: 'unauthenticated' })
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'two_factor_code_invalid' })
  const { factors } = (await (await as(token)('GET', '/second-factors')).json()) as {
    factors: readonly { factor_uid: string }[]
  }
  expect((await as(token)('DELETE', `/second-factors/${factors[0]?.factor_uid}`)).status).toBe(200)
})

test('a program with an API token is not asked: its scopes are what it may', async () => {
  const made = await owner.ask<{ token: string }>(
    ...['token', 'create', '--name', 'Terraform', '--scope', 'exports.change'],
  )
  passed += 60 * minute
  const settings = { file: 'out.ndjson' }
  const answer = await as(made.token)('POST', '/targets?test=no', {
    ...{ name: 'by-program', kind: 'file', settings },
  })
  expect(answer.status).toBe(201)
})

test('a session that is not used for an hour is over, and one that is used goes on until its end', async () => {
  const token = await tokenOf(owner)
  const alive = async () => (await as(token)('GET', '/sessions/current')).status
  for (let n = 0; n < 13; n++) {
    passed += 50 * minute
    expect(await alive()).toBe(200)
  }
  passed += 61 * minute
  expect(await alive()).toBe(401)

  await owner.keepwatch('login')
  const used = await tokenOf(owner)
  for (let n = 0; n < 14; n++) {
    passed += 50 * minute
    await as(used)('GET', '/sessions/current')
  }
  passed += 30 * minute
  expect((await as(used)('GET', '/sessions/current')).status).toBe(401)
})
