import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromBase64, toBase64 } from '../../src/client/crypto/base64.ts'
import { unlock } from '../../src/client/crypto/master-password.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** How the console logs in: the same proof as a command, and then a cookie that only its own pages can use. */

const email = 'owner@example.com'
let server: TestServer
let owner: CommandLine
let proof: string

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  owner = await ownerOf(server)
  const asked = await fetch(`${server.url}/api/v1/sessions/prelogin/${email}`)
  const { salt, iterations } = (await asked.json()) as { salt: string; iterations: number }
  const password = `the password of ${email}`
  const { verifier } = await unlock({ salt: fromBase64(salt), iterations, password })
  proof = JSON.stringify({ email, verifier: toBase64(verifier) })
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

type Headers = Readonly<Record<string, string>>

const ask = (path: string, headers: Headers, init: RequestInit = {}) =>
  fetch(`${server.url}/api/v1${path}`, { ...init, headers })

const console = { 'sec-fetch-site': 'same-origin' }

async function logIn(): Promise<{ readonly cookie: string; readonly answer: Response }> {
  const answer = await ask('/sessions/cookie', console, { method: 'POST', body: proof })
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';')
  return { cookie, answer }
}

test('the token goes into a cookie that no script can read and no other site can send', async () => {
  const { cookie, answer } = await logIn()
  expect(answer.status).toBe(201)
  const attributes = (answer.headers.get('set-cookie') ?? '').split('; ').slice(1)
  expect(cookie).toMatch(/^__Host-keepwatch=[\w-]{43}$/)
  expect(attributes).toEqual(
    expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']),
  )
  const told = await answer.text()
  expect(told).not.toContain(cookie.split('=')[1])
  expect(JSON.parse(told)).toMatchObject({ account: { email, role: 'owner' } })
})

test('the cookie opens what a session opens, for pages of this origin', async () => {
  const { cookie } = await logIn()
  const current = await ask('/sessions/current', { ...console, cookie })
  expect(await current.json()).toMatchObject({ email })
  const posted = await ask('/reports/query', { ...console, cookie }, { method: 'POST', body: '{}' })
  expect(posted.status).toBe(200)
  await posted.text()
})

const foreign: readonly (readonly [string, Headers])[] = [
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another port or a neighbour of the domain', { 'sec-fetch-site': 'same-site' }],
  ['an older browser on a page of another host', { origin: 'https://evil.example' }],
  ['a page that hides where it is', { origin: 'null' }],
  ['somebody who does not say where from', {}],
]

test.each(foreign)(
  'a change from %s is refused, although the cookie came along',
  async (_, headers) => {
    const { cookie } = await logIn()
    const init = { method: 'DELETE' }
    const answer = await ask('/sessions/current', { ...headers, cookie }, init)
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ error: 'denied' })
    expect(await server.lastEvent()).toMatchObject({ audit_event: 'action_denied' })
    const after = await ask('/sessions/current', { ...console, cookie })
    expect(after.status).toBe(200)
  },
)

test('reading from another origin is refused, too', async () => {
  const { cookie } = await logIn()
  const answer = await ask('/events', { 'sec-fetch-site': 'same-site', cookie })
  expect(answer.status).toBe(403)
})

test('an older browser says the origin, and a page of this host may change things', async () => {
  const { cookie } = await logIn()
  const headers = { origin: server.url, cookie }
  const answer = await ask('/reports/query', headers, { method: 'POST', body: '{}' })
  expect(answer.status).toBe(200)
  await answer.text()
})

test('another site cannot log its visitor in', async () => {
  const answer = await ask('/sessions/cookie', foreign[0]?.[1] ?? {}, {
    method: 'POST',
    body: proof,
  })
  expect(answer.status).toBe(403)
  expect(answer.headers.get('set-cookie')).toBeNull()
})

test('logging out ends the session and takes the cookie away', async () => {
  const { cookie } = await logIn()
  const left = await ask('/sessions/current', { ...console, cookie }, { method: 'DELETE' })
  expect(left.headers.get('set-cookie')).toMatch(/^__Host-keepwatch=; .*Max-Age=0/)
  const after = await ask('/sessions/current', { ...console, cookie })
  expect(after.status).toBe(401)
})
