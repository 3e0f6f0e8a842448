import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromBase64, toBase64 } from '../../src/client/crypto/base64.ts'
import { unlock } from '../../src/client/crypto/master-password.ts'
import { authenticator, authenticatorInTime } from '../support/authenticator.ts'
import { type CommandLine, commandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Besides the password somebody proves who they are with an authenticator: every code once, whatever it is written like. */

const email = 'owner@example.com'
const bob = 'bob@example.com'

let server: TestServer
let owner: CommandLine
let member: CommandLine
const phone = authenticatorInTime()
const { clock, pass, nextCode } = phone

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' }, clock })
  owner = await ownerOf(server)
  member = await memberOf(server, bob)
})
afterAll(async () => {
  await Promise.all([owner.remove(), member.remove()])
  await server.stop()
})

async function verifierOf(name: string): Promise<string> {
  const asked = await fetch(`${server.url}/api/v1/sessions/prelogin/${name}`)
  const { salt, iterations } = (await asked.json()) as { salt: string; iterations: number }
  const password = `the password of ${name}`
  return toBase64((await unlock({ salt: fromBase64(salt), iterations, password })).verifier)
}

async function post(path: string, json: unknown, token?: string) {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(json),
  })
  return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> }
}

type Added = { readonly recovery_codes: readonly string[]; readonly factor_uid: string }
let recoveryCodes: readonly string[] = []

const named = async (name: string) =>
  (await server.events()).filter(({ audit_event }) => audit_event === name)

test('an authenticator is added with a code that it shows; recovery codes come with it, once', async () => {
  const wrong = await owner.keepwatch(
    ...['two-factor', 'add', '--secret', phone.secret, '--code', '000000'],
  )
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('not the code') })
  const args = ['two-factor', 'add', '--name', 'Phone', '--secret', phone.secret]
  const added = await owner.ask<Added>(...args, '--code', nextCode())
  recoveryCodes = added.recovery_codes
  expect(recoveryCodes).toHaveLength(10)
  expect(new Set(recoveryCodes).size).toBe(10)
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'set_two_factor_on',
    message: `User ${email} set up the second factor Phone (totp)`,
  })
  const listed = await owner.ask('two-factor', 'list')
  expect(JSON.stringify(listed)).not.toContain(phone.secret)
  expect(listed).toMatchObject({
    factors: [{ kind: 'totp', name: 'Phone' }],
    recovery_codes_left: 10,
    required: false,
  })
})

test('the password alone opens nothing, and gives out none of the keys', async () => {
  const { status, body } = await post('/sessions', { email, verifier: await verifierOf(email) })
  expect(status).toBe(202)
  expect(body).toMatchObject({ pending: 'second-factor', ways: ['totp', 'recovery_code'] })
  expect(JSON.stringify(body)).not.toMatch(/key/)
  const headers = { authorization: `Bearer ${body['token']}` }
  for (const path of ['/sessions/current', '/vault', '/events', '/second-factors'])
    expect((await fetch(`${server.url}/api/v1${path}`, { headers })).status).toBe(401)
  expect(await named('second_factor_asked')).toMatchObject([{ username: email }])
})

test('with a code the login goes on, under another token than the half session had', async () => {
  const half = await post('/sessions', { email, verifier: await verifierOf(email) })
  const token = String(half.body['token'])
  const whole = await post('/sessions/second-factor', { code: nextCode() }, token)
  expect(whole.status).toBe(201)
  expect(whole.body['token']).not.toBe(token)
  expect(whole.body).toMatchObject({ account: { email } })
  const again = await post('/sessions/second-factor', { code: nextCode() }, token)
  expect(again.status).toBe(401)
  expect((await named('login')).at(-1)).toMatchObject({ second_factor: 'totp' })
})

test('a command takes the code along, and asks for one where nobody can answer', async () => {
  const script = await commandLine(server, email)
  const without = await script.keepwatch('whoami')
  expect(without).toMatchObject({ code: 3, stderr: expect.stringContaining('KEEPWATCH_CODE') })
  expect(await script.keepwatch('login', '--code', nextCode())).toMatchObject({ code: 0 })
  expect(await script.ask('whoami')).toMatchObject({ email })
  await script.remove()
})

describe('no code counts twice', () => {
  const spellings: readonly (readonly [string, (code: string) => string])[] = [
    ['as it was', (code) => code],
    ['with spaces', (code) => ` ${code.slice(0, 3)} ${code.slice(3)} `],
    ['with other spaces', (code) => `${code.slice(0, 3)}\u00a0${code.slice(3)}\u2009`],
    ['with marks that nobody sees', (code) => `\u200b${code}\ufeff`],
    ['with dashes', (code) => `${code.slice(0, 3)}-${code.slice(3)}\u2011`],
    [
      'in wide digits',
      (code) => code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    ],
  ]

  test.each(spellings)('%s', async (_, spelled) => {
    const verifier = await verifierOf(email)
    const code = nextCode()
    const first = await post('/sessions', { email, verifier, code: spelled(code) })
    expect(first.status).toBe(201)
    for (const [, other] of spellings.slice(0, 3)) {
      const again = await post('/sessions', { email, verifier, code: other(code) })
      expect(again).toMatchObject({ status: 401, body: { error: 'unauthenticated' } })
    }
    expect(await server.lastEvent()).toMatchObject({
      audit_event: 'login_failure',
      reason: 'wrong_code',
      username: email,
    })
    pass(600_000)
  })

  test('nor an older one after a newer one, nor after the server was started again', async () => {
    const verifier = await verifierOf(email)
    const older = nextCode()
    const newer = nextCode()
    expect((await post('/sessions', { email, verifier, code: newer })).status).toBe(201)
    expect((await post('/sessions', { email, verifier, code: older })).status).toBe(401)
    await server.restart()
    expect((await post('/sessions', { email, verifier, code: newer })).status).toBe(401)
  })

  test('of two who use it at the same time one gets in', async () => {
    const verifier = await verifierOf(email)
    const code = nextCode()
    const both = await Promise.all([1, 2].map(() => post('/sessions', { email, verifier, code })))
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401])
  })
})

test('a recovery code stands in for the authenticator, once', async () => {
  pass(600_000)
  const verifier = await verifierOf(email)
  const [code = ''] = recoveryCodes
  const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `
  expect((await post('/sessions', { email, verifier, code: typed })).status).toBe(201)
  expect((await named('login')).at(-1)).toMatchObject({ second_factor: 'recovery_code' })
  expect((await post('/sessions', { email, verifier, code })).status).toBe(401)
  await owner.keepwatch('login', '--code', nextCode())
  expect(await owner.ask('two-factor', 'list')).toMatchObject({ recovery_codes_left: 9 })
  const renewed = await owner.ask<Added>('two-factor', 'recovery-codes')
  expect(renewed.recovery_codes).toHaveLength(10)
  const old = recoveryCodes[1]
  expect((await post('/sessions', { email, verifier, code: old })).status).toBe(401)
})

test('five wrong codes are looked at, the sixth is not, and the right one has to wait as well', async () => {
  pass(86_400_000)
  const verifier = await verifierOf(email)
  const half = async () => String((await post('/sessions', { email, verifier })).body['token'])
  for (let n = 0; n < 5; n++)
    expect((await post('/sessions/second-factor', { code: '000000' }, await half())).status).toBe(
      401,
    )
  const late = await post('/sessions/second-factor', { code: nextCode() }, await half())
  expect(late.status).toBe(429)
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'login_failure',
    reason: 'throttled',
  })
  pass(600_000)
  expect((await post('/sessions', { email, verifier, code: nextCode() })).status).toBe(201)
})

test('half a session is over after ten minutes', async () => {
  const { body } = await post('/sessions', { email, verifier: await verifierOf(email) })
  pass(600_000)
  const late = await post('/sessions/second-factor', { code: nextCode() }, String(body['token']))
  expect(late.status).toBe(401)
})

describe('a role that needs a second factor', () => {
  const own = authenticator()

  test('is named by an administrator, on the record', async () => {
    await owner.keepwatch('login', '--code', nextCode())
    expect(await owner.ask('two-factor', 'require', '--role', 'member')).toMatchObject({
      second_factor_roles: ['member'],
    })
    expect(await server.lastEvent()).toMatchObject({
      audit_event: 'role_enforcement_changed',
      second_factor_roles: 'member',
    })
    expect((await member.keepwatch('two-factor', 'require', '--nobody')).code).toBe(3)
  })

  test('who has none sets it up at the next login, before anything else', async () => {
    expect(await member.keepwatch('login')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('your role needs a second factor'),
    })
    const half = await post('/sessions', { email: bob, verifier: await verifierOf(bob) })
    expect(half).toMatchObject({ status: 202, body: { pending: 'set-up' } })
    const token = String(half.body['token'])
    expect((await post('/sessions/second-factor', { code: '1' }, token)).status).toBe(401)
    pass(30_000)
    const json = { secret: own.secret, code: own.code(clock()) }
    const whole = await post('/sessions/set-up', json, token)
    expect(whole).toMatchObject({ status: 201, body: { account: { email: bob } } })
    expect(whole.body['recovery_codes']).toHaveLength(10)
    const events = (await server.events()).slice(-2).map(({ audit_event }) => audit_event)
    expect(events).toEqual(['set_two_factor_on', 'login'])
  })

  test('and cannot remove the last one', async () => {
    pass(30_000)
    await member.keepwatch('login', '--code', own.code(clock()))
    const { factors } = await member.ask<{ factors: readonly Added[] }>('two-factor', 'list')
    const last = factors[0]?.factor_uid ?? ''
    const removing = await member.keepwatch('two-factor', 'remove', last)
    expect(removing).toMatchObject({ code: 1, stderr: expect.stringContaining('add another one') })
  })
})

test('who has lost everything is helped by an administrator, on the record', async () => {
  expect(await owner.ask('two-factor', 'reset', bob)).toMatchObject({ email: bob, removed: 1 })
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'two_factor_disabled_by_support',
    to_username: bob,
  })
  const half = await post('/sessions', { email: bob, verifier: await verifierOf(bob) })
  expect(half.body).toMatchObject({ pending: 'set-up' })
})

test('the last one of one’s own is removed, and the password alone opens again', async () => {
  const { factors } = await owner.ask<{ factors: readonly Added[] }>('two-factor', 'list')
  await owner.ask('two-factor', 'remove', factors[0]?.factor_uid ?? '')
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'set_two_factor_off', left: 0 })
  const { status } = await post('/sessions', { email, verifier: await verifierOf(email) })
  expect(status).toBe(201)
})
