import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn } from '../../src/client/account.ts'
import { connectApi } from '../../src/client/api.ts'
import { type CommandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Somebody comes, gets another role, is locked out and goes; told as it goes, with what is refused on the way. */

const ann = 'ann@example.com'
const bob = 'bob@example.com'

let server: TestServer
let owner: CommandLine
let admin: CommandLine
let member: CommandLine

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  owner = await ownerOf(server)
  admin = await memberOf(server, ann)
  member = await memberOf(server, bob)
})
afterAll(async () => {
  await Promise.all([owner.remove(), admin.remove(), member.remove()])
  await server.stop()
})

type Shown = { readonly email: string; readonly role: string; readonly locked_at: string | null }
const everybody = () => owner.ask<readonly Shown[]>('user', 'list')
const show = async (email: string) => (await everybody()).find((one) => one.email === email)

/** A session of its own, and whether it still opens anything. */
async function sessionOf(email: string) {
  const { url } = server
  const person = { email, password: `the password of ${email}` }
  const { token } = await logIn(connectApi({ server: url }), person)
  const headers = { authorization: `Bearer ${token}` }
  return async () => (await fetch(`${url}/api/v1/sessions/current`, { headers })).status
}

async function refused(line: CommandLine, sentence: string, ...args: readonly string[]) {
  const { code, stderr } = await line.keepwatch(...args)
  expect({ code, stderr }).toEqual({
    code: expect.any(Number),
    stderr: expect.stringContaining(sentence),
  })
  expect(code).not.toBe(0)
}

test('the owner sees who there is; a member does not', async () => {
  expect((await everybody()).map(({ email, role }) => [email, role])).toEqual([
    [ann, 'member'],
    [bob, 'member'],
    ['owner@example.com', 'owner'],
  ])
  await refused(member, 'does not allow', 'user', 'list')
})

test('another role counts at once: the sessions of before are over', async () => {
  const before = await sessionOf(ann)
  expect(await before()).toBe(200)
  expect(await owner.ask('user', 'role', ' Ann@Example.com', '--role', 'admin')).toMatchObject({
    role: 'admin',
    role_before: 'member',
  })
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'added_to_role',
    to_username: ann,
    message: `User owner@example.com made ${ann} admin, who was member`,
  })
  expect(await before()).toBe(401)
  expect((await admin.keepwatch('user', 'list')).code).toBe(0)
})

test('administrators look after members, and neither after each other nor after the owner', async () => {
  await refused(admin, 'only the owner', 'user', 'role', bob, '--role', 'admin')
  await refused(admin, 'the owner', 'user', 'lock', 'owner@example.com')
  await refused(admin, 'your own account', 'user', 'lock', ann)
  await refused(owner, 'your own account', 'user', 'remove', 'owner@example.com')
  await refused(owner, 'nobody has an account', 'user', 'lock', 'zoe@example.com')
})

test('whoever is locked out is out at once, and comes in again when they are let in', async () => {
  const before = await sessionOf(bob)
  expect(await admin.ask('user', 'lock', bob)).toMatchObject({ email: bob })
  expect(await before()).toBe(401)
  expect((await show(bob))?.locked_at).toMatch(/Z$/)
  await refused(member, 'this account is locked', 'login')
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'login_failure', username: bob })

  await refused(admin, 'locked already', 'user', 'lock', bob)
  await admin.ask('user', 'unlock', bob)
  expect(await member.keepwatch('login')).toMatchObject({ code: 0 })
})

test('whoever is logged in elsewhere can end that from here', async () => {
  await admin.keepwatch('login')
  const elsewhere = await sessionOf(ann)
  const here = await admin.ask<readonly { session_id: string; current: boolean }[]>(
    'session',
    'list',
  )
  expect(here.length).toBeGreaterThan(1)
  const names = here.filter(({ current }) => !current).map(({ session_id }) => session_id)
  expect(await admin.keepwatch('session', 'end', '--others')).toMatchObject({ code: 0 })
  expect(await elsewhere()).toBe(401)
  const left = await admin.ask<readonly object[]>('session', 'list')
  expect(left).toHaveLength(1)
  const ended = (await server.events()).filter((event) => event.audit_event === 'sessions_ended')
  expect(ended).toMatchObject([{ username: ann, ended: names.join(',') }])
  await refused(admin, 'no such session', 'session', 'end', '--others')
  await refused(admin, 'give either', 'session', 'end')
})

test('an account goes only with an empty vault, and then its name can be forgotten', async () => {
  const kept = await member.ask<{ record_uid: string }>('record', 'add', '--title', 'Mine')
  await refused(owner, `${bob} still has 1 record`, 'user', 'remove', bob)
  await member.keepwatch('record', 'remove', kept.record_uid)
  expect(await owner.ask('user', 'remove', bob)).toMatchObject({ email: bob })
  expect(await show(bob)).toBeUndefined()
  await refused(member, 'wrong e-mail address or password', 'login')
  expect((await owner.keepwatch('user', 'forget', bob)).code).toBe(0)
  expect(await owner.keepwatch('audit-report', '--username', bob)).toMatchObject({ code: 0 })
})
