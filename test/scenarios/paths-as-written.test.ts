import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn } from '../../src/client/account.ts'
import { connectApi } from '../../src/client/api.ts'
import { type CommandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** There is one way to write an address: what is written otherwise leads nowhere that the role does not lead. */

let server: TestServer
let lines: readonly CommandLine[]
let token: string

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  lines = [await ownerOf(server), await memberOf(server, 'bob@example.com')]
  const person = { email: 'bob@example.com', password: 'the password of bob@example.com' }
  token = (await logIn(connectApi({ server: server.url }), person)).token
})
afterAll(async () => {
  for (const line of lines) await line.remove()
  await server.stop()
})

/** Sends a path as it stands: `fetch` would tidy it up first. */
const rawGet = (path: string, authorization = `Bearer ${token}`) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const asked = request({ hostname, port, path, headers: { authorization } }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    asked.on('error', reject)
    asked.end()
  })

const guarded = ['api/v1/people', 'api/v1/events', 'api/v1/tokens', 'log/checkpoint']

const spellings: readonly (readonly [string, (path: string) => string])[] = [
  ['as it is', (path) => `/${path}`],
  ['with a dot', (path) => `/./${path}`],
  ['through a neighbour', (path) => `/api/v1/vocabulary/../../../${path}`],
  ['through a public page', (path) => `/healthz/../${path}`],
  ['through the files of the console', (path) => `/assets/..%2f${path}`],
  ['with dots in hexadecimal', (path) => `/api/v1/vocabulary/%2e%2e/%2e%2e/%2e%2e/${path}`],
  ['with slashes in hexadecimal', (path) => `/${path.replaceAll('/', '%2f')}`],
  [
    'with a letter in hexadecimal',
    (path) => `/${path.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`)}`,
  ],
  ['with two slashes', (path) => `//${path}`],
  ['with two slashes within', (path) => `/${path.replaceAll('/', '//')}`],
  ['with a slash at the end', (path) => `/${path}/`],
  ['with a backslash', (path) => `/${path.replaceAll('/', '\\')}`],
  ['in capitals', (path) => `/${path.toUpperCase()}`],
  ['with a parameter in the path', (path) => `/${path};role=owner`],
  ['with a null byte', (path) => `/${path}%00`],
  ['with an encoded dot at the end', (path) => `/${path}/%2e`],
  ['as a whole address', (path) => `http://localhost/${path}`],
]

test.each(spellings)('a member is turned away %s', async (_, spelled) => {
  for (const path of guarded) {
    const { status, text } = await rawGet(spelled(path))
    expect([path, [400, 403, 404].includes(status)]).toEqual([path, true])
    expect(text).not.toMatch(/owner@example\.com|audit_event|keepwatch\//)
  }
})

test.each(spellings)('and so is who has not logged in at all, %s', async (_, spelled) => {
  for (const path of guarded) {
    const { status, text } = await rawGet(spelled(path), '')
    expect([path, [400, 401, 404].includes(status)]).toEqual([path, true])
    expect(text).not.toMatch(/owner@example\.com|audit_event/)
  }
})

test('every spelling that reached a door is on the record under the address that was judged', async () => {
  const denied = (await server.events()).filter(
    ({ audit_event }) => audit_event === 'action_denied',
  )
  const paths = denied.map(({ detail, action }) => `${String(detail)} ${String(action)}`)
  expect(paths.filter((text) => /\.\.|%2e/i.test(text))).toEqual([])
  expect(paths.some((text) => text.includes('/api/v1/people'))).toBe(true)
})
