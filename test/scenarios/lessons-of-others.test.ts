import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn } from '../../src/client/account.ts'
import { connectApi } from '../../src/client/api.ts'
import { type CommandLine, commandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What went wrong elsewhere and had no test of its own here; `test/advisories.test.ts` has the whole list. */

let server: TestServer
let owner: CommandLine
let admin: CommandLine

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  owner = await ownerOf(server)
  admin = await memberOf(server, 'ann@example.com')
  await owner.ask('user', 'role', 'ann@example.com', '--role', 'admin')
})
afterAll(async () => {
  await Promise.all([owner.remove(), admin.remove()])
  await server.stop()
})

const places = ['../out.sh', '/tmp/out.sh', 'sub/out.sh', '..', '.profile', 'out\u0000.sh', 'a\\b']

test.each(places)(
  'an export to %j is refused: it writes in its own folder and nowhere else',
  async (file) => {
    const added = await owner.keepwatch(
      'siem',
      'add',
      'logs',
      '--kind',
      'file',
      '--set',
      `file=${file}`,
    )
    expect(added).toMatchObject({ code: 2, stderr: expect.stringContaining('plain file name') })
    expect((await readdir(server.folder)).filter((name) => name.includes('out'))).toEqual([])
  },
)

test('an invitation opens an account for the address that was invited, and for no other', async () => {
  const invite = ['user', 'invite', '--email', 'eve@example.com', '--role', 'auditor']
  const { invitation } = await owner.ask<{ invitation: string }>(...invite)
  const other = await commandLine(server, 'mallory@example.com')
  const create = ['account', 'create', '--email', 'mallory@example.com']
  const { code, stderr } = await other.keepwatch(...create, '--invitation', invitation)
  expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining('invitation') })
  const people = await owner.ask<readonly { email: string }[]>('user', 'list')
  expect(people.map(({ email }) => email)).not.toContain('mallory@example.com')
  await other.remove()
})

const paths = ['/events', '/events/0', '/events?q=event:login', '/imports', '/proofs/consistency/1']
const verbs = ['DELETE', 'PUT', 'PATCH'] as const

test('nobody deletes or changes an event: there is no way for it, whatever the role', async () => {
  const logged = async (email: string) => {
    const person = { email, password: `the password of ${email}` }
    return (await logIn(connectApi({ server: server.url }), person)).token
  }
  const before = await server.events()
  for (const email of ['owner@example.com', 'ann@example.com']) {
    const headers = { authorization: `Bearer ${await logged(email)}` }
    for (const path of [
      ...paths.map((one) => `/api/v1${one}`),
      '/log/checkpoint',
      '/log/tile/0/000',
    ])
      for (const method of verbs)
        expect((await fetch(`${server.url}${path}`, { method, headers })).status).toBe(404)
  }
  const after = await server.events()
  const kept = (events: typeof after) => events.map(({ event_id }) => event_id)
  expect(kept(after).slice(0, before.length)).toEqual(kept(before))
  expect(after.map(({ seq }) => seq)).toEqual(after.map((_, index) => index))
})
