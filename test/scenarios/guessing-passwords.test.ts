import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Passwords cannot be tried for long, and who is in the way of it says nothing of who exists. */

let server: TestServer
let owner: CommandLine
let passed = 0

beforeEach(async () => {
  passed = 0
  server = await startServer({
    flags: { tls: 'off', trustedProxies: '127.0.0.1' },
    elapsed: () => passed,
  })
  owner = await ownerOf(server)
})
afterEach(async () => {
  await owner.remove()
  await server.stop()
})

async function guess(email: string, from = '203.0.113.7') {
  const answer = await fetch(`${server.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify({ email, verifier: 'a guess' }),
  })
  const body = await answer.json()
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body }
}

const guesses = async (count: number, ...who: Parameters<typeof guess>) => {
  for (let n = 0; n < count; n++) expect((await guess(...who)).status).toBe(401)
  return guess(...who)
}

test('the eleventh guess at a name is not looked at, and it makes no difference whether somebody has the name', async () => {
  const real = await guesses(10, 'owner@example.com')
  expect(real).toEqual({
    status: 429,
    retryAfter: '600',
    body: { error: 'busy', message: 'there were too many failed logins: try again in 600 seconds' },
  })
  expect(await guesses(10, 'nobody@example.com')).toEqual(real)
  expect((await guess(' Owner@Example.COM')).status).toBe(429)
})

test('what was not looked at is on the record as well', async () => {
  await guesses(10, 'owner@example.com')
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'login_failure',
    username: 'owner@example.com',
    remote_address: '203.0.113.7',
    message:
      'Login of owner@example.com failed: there were too many failed logins: try again in 600 seconds',
  })
})

test('the owner logs in all the while from where they were before, and anybody again after the time', async () => {
  await guesses(10, 'owner@example.com')
  expect(await owner.keepwatch('login')).toMatchObject({ code: 0 })
  passed += 600_000
  expect((await guess('owner@example.com')).status).toBe(401)
})
