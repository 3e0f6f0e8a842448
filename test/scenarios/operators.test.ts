import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Somebody who looks after exports and alerts, and after nothing else. */

let server: TestServer
let owner: CommandLine
let admin: CommandLine
let operator: CommandLine

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  owner = await ownerOf(server)
  admin = await memberOf(server, 'ann@example.com')
  await owner.ask('user', 'role', 'ann@example.com', '--role', 'admin')
  operator = await memberOf(server, 'olga@example.com')
  await admin.ask('user', 'role', 'olga@example.com', '--role', 'operator')
  await operator.keepwatch('login')
})
afterAll(async () => {
  await Promise.all([owner.remove(), admin.remove(), operator.remove()])
  await server.stop()
})

test('an operator sets up an export and an alert, changes them and takes them away', async () => {
  const target = ['--kind', 'file', '--set', 'file=out.ndjson', '--no-test']
  await operator.ask('siem', 'add', 'logs', ...target)
  expect(await operator.ask('siem', 'list')).toMatchObject([{ name: 'logs' }])
  await operator.ask('siem', 'pause', 'logs')
  await operator.ask('audit-alert', 'add', '--name', 'Odd', '--audit-event', 'login_failure')
  await operator.ask('audit-alert', 'disable', 'Odd')
  expect(await operator.ask('audit-alert', 'list')).toMatchObject([{ name: 'Odd' }])
  await operator.ask('siem', 'remove', 'logs')
})

test('an operator has a vault of their own, and sees nothing of another', async () => {
  const theirs = await owner.ask<{ record_uid: string }>('record', 'add', '--title', 'Root')
  await operator.ask('record', 'add', '--title', 'Mine')
  expect(await operator.ask<readonly object[]>('record', 'list')).toHaveLength(1)
  const { code, stderr } = await operator.keepwatch('record', 'get', theirs.record_uid)
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('no record') })
})

test.each([
  ['events', ['audit-report']],
  ['people', ['user', 'list']],
  ['invitations', ['user', 'invite', '--email', 'new@example.com', '--role', 'member']],
  ['API tokens', ['token', 'create', '--name', 'mine']],
])('an operator is turned away from %s, on the record', async (_, argv) => {
  const answer = await operator.keepwatch(...argv)
  expect(answer).toMatchObject({ code: 3, stderr: expect.stringContaining('does not allow') })
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'action_denied',
    username: 'olga@example.com',
  })
})

test('an administrator makes operators, and administrators neither by role nor by invitation', async () => {
  await admin.ask('user', 'invite', '--email', 'second@example.com', '--role', 'operator')
  const invite = ['user', 'invite', '--email', 'second@example.com', '--role', 'admin']
  expect(await admin.keepwatch(...invite)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('only the owner can invite an administrator'),
  })
  expect((await owner.keepwatch(...invite)).code).toBe(0)
})
