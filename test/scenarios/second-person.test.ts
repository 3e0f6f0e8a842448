import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, commandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { startServer } from '../support/server.ts'
import { namesOf, type Uids } from '../support/vault-people.ts'

/** What a second administrator has to agree to: asked, approved, refused, done once. */

const server = await startServer()
const owner = await ownerOf(server)
let admin: CommandLine
const target = 'bob@example.com'

const events = async () =>
  namesOf((await server.events()).filter(({ audit_event }) => /approval/.test(audit_event)))
const open = () => admin.ask<Uids[]>('approval', 'list')
const role = (to: string) => owner.keepwatch('user', 'role', target, '--role', to)

beforeAll(async () => {
  await (await memberOf(server, target)).remove()
})
afterAll(async () => {
  await owner.remove()
  await admin?.remove()
  await server.stop()
})

test('it cannot be wanted while there is nobody who could agree', async () => {
  const answer = await owner.keepwatch('approval', 'require', '--on')
  expect([answer.code, answer.stderr]).toEqual([1, expect.stringContaining('no other owner')])
  admin = await memberOf(server, 'admin@example.com', 'admin')
  expect(await owner.ask('approval', 'require', '--on', '--minutes', '30')).toEqual({
    second_person: true,
    second_person_minutes: 30,
  })
})

test('the first attempt asks, and does nothing', async () => {
  const answer = await role('auditor')
  expect(answer.code).toBe(3)
  expect(answer.stderr).toContain('approval approve')
  expect(await events()).toEqual(['approval_asked'])
  expect(await open()).toMatchObject([
    {
      action: 'user.role',
      state: 'asked',
      asked_by: 'owner@example.com',
      details: { email: target, role: 'auditor' },
    },
  ])
  expect(
    (await owner.ask<Uids[]>('user', 'list')).find(({ email }) => email === target),
  ).toMatchObject({ role: 'member' })
})

test('asking twice asks once, and nobody approves what they have asked for', async () => {
  await role('auditor')
  const [one, ...more] = await open()
  expect(more).toEqual([])
  expect((await owner.keepwatch('approval', 'approve', one?.['approval_uid'] ?? '')).code).toBe(3)
})

test('who has no such right sees and decides nothing', async () => {
  const bob = await commandLine(server, target)
  expect((await bob.keepwatch('approval', 'list')).code).toBe(3)
  await bob.remove()
})

test('the second person approves, and the same goes through: once, and nothing else', async () => {
  const [one] = await open()
  await admin.ask('approval', 'approve', one?.['approval_uid'] ?? '')
  expect((await role('operator')).code).toBe(3)
  expect((await role('auditor')).code).toBe(0)
  expect(await open()).toMatchObject([{ details: { role: 'operator' } }])
  expect(await events()).toEqual([
    ...['approval_asked', 'approval_given', 'approval_asked', 'approval_used'],
  ])
  const { code, stderr } = await role('member')
  expect([code, stderr]).toEqual([3, expect.stringContaining('second administrator')])
})

test('what is refused is not done, and may be asked for again', async () => {
  for (const { approval_uid = '' } of await open())
    await admin.ask('approval', 'refuse', approval_uid)
  expect((await role('operator')).code).toBe(3)
  expect((await open()).map(({ state }) => state).sort()).toEqual(['asked', 'refused', 'refused'])
  expect((await events()).filter((name) => name === 'approval_refused')).toHaveLength(2)
})

test('turning it off needs a second person as well', async () => {
  expect((await owner.keepwatch('approval', 'require', '--off')).code).toBe(3)
  const off = (await open()).find(({ action }) => action === 'sign-in-rules.change')
  await admin.ask('approval', 'approve', off?.['approval_uid'] ?? '')
  expect(await owner.ask('approval', 'require', '--off')).toMatchObject({ second_person: false })
  expect((await role('operator')).code).toBe(0)
})

test('locking somebody out waits for nobody', async () => {
  await owner.ask('approval', 'require', '--on')
  expect((await owner.keepwatch('user', 'lock', target)).code).toBe(0)
})
