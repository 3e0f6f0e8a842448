import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectApi } from '../../src/client/api.ts'
import { newRecoveryPhrase } from '../../src/client/crypto/recovery-phrase.ts'
import { recoverAccount } from '../../src/client/recovery.ts'
import { authenticator } from '../support/authenticator.ts'
import { type CommandLine, commandLine, ownerOf } from '../support/keepwatch.ts'
import { type Mailbox, openMailbox } from '../support/mailbox.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Whoever has lost the password, and kept the phrase, gets into the same vault with another password. */

const email = 'owner@example.com'
const phone = authenticator()
let server: TestServer
let owner: CommandLine
let mailbox: Mailbox
let passed = 0
const began = Date.now()
const clock = () => new Date(began + passed)
let phrase = ''
let record_uid = ''

beforeAll(async () => {
  mailbox = await openMailbox()
  server = await startServer({
    flags: { tls: 'off', smtpUrl: mailbox.url, smtpFrom: 'keepwatch@example.com' },
    clock,
  })
  owner = await ownerOf(server)
})
afterAll(async () => {
  await owner.remove()
  await server.stop()
  await mailbox.stop()
})

const recover = (given: { phrase: string; password: string; email?: string; code?: string }) =>
  recoverAccount(connectApi({ server: server.url }), { email, ...given })

const lately = async (count: number) =>
  (await server.events())
    .filter(({ category }) => category !== 'log')
    .slice(-count)
    .map(({ audit_event }) => audit_event)

test('a phrase of 24 words is shown once; the server learns nothing of it', async () => {
  const made = await owner.ask<{ record_uid: string }>(
    ...['record', 'add', '--title', 'Bank', '--type', 'login', '--field', 'password=s3cret'],
  )
  record_uid = made.record_uid
  const shown = await owner.ask<{ recovery_phrase: string }>('recovery-phrase', 'create')
  phrase = shown.recovery_phrase
  expect(phrase.split(' ')).toHaveLength(24)
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'account_recovery_setup' })
  expect(JSON.stringify(await server.events())).not.toContain(phrase.split(' ', 2).join(' '))
})

test('with the phrase the vault opens under a new password, and every session is over', async () => {
  expect(await owner.keepwatch('whoami')).toMatchObject({ code: 0 })
  await recover({ phrase: phrase.toUpperCase(), password: 'a new password' })
  expect(await lately(2)).toEqual(['account_recovery', 'change_master_password'])
  expect(await server.lastEvent()).toMatchObject({
    by: 'recovery_phrase',
    message: `User ${email} set a new master password by the recovery phrase`,
  })
  expect((await owner.keepwatch('whoami')).code).toBe(3)
  const anew = await commandLine(server, email, 'a new password')
  const opened = await anew.ask('record', 'get', record_uid)
  expect(JSON.stringify(opened)).toContain('s3cret')
  await anew.remove()
})

test('the person is told by mail, in case it was somebody else', async () => {
  await expect
    .poll(() => mailbox.mails.map(({ to, source }) => `${to} ${source}`).join())
    .toMatch(/owner@example\.com[\s\S]*Your Keepwatch account was opened with the recovery/)
})

test('a wrong phrase, and a name that nobody has, get the same answer, on the record', async () => {
  const other = newRecoveryPhrase()
  const refused = { kind: 'unauthenticated', message: expect.stringContaining('recovery phrase') }
  await expect(recover({ phrase: other, password: 'whatever it is' })).rejects.toMatchObject(
    refused,
  )
  expect(await lately(1)).toEqual(['login_failure'])
  await expect(
    recover({ email: 'nobody@example.com', phrase, password: 'whatever it is' }),
  ).rejects.toMatchObject(refused)
})

test('phrases cannot be tried for long, however the name is spelled', async () => {
  passed += 600_000
  const guess = (n: number) =>
    recover({
      email: n % 2 ? email : ` ${email.toUpperCase()} `,
      phrase: newRecoveryPhrase(),
      password: 'whatever it is',
    })
  for (let n = 0; n < 10; n++)
    await expect(guess(n)).rejects.toMatchObject({ kind: 'unauthenticated' })
  await expect(guess(10)).rejects.toMatchObject({ kind: 'busy' })
  passed += 600_000
})

test('an account with a second factor needs that as well', async () => {
  const line = await commandLine(server, email, 'a new password')
  await line.keepwatch('login')
  await line.ask('two-factor', 'add', '--secret', phone.secret, '--code', phone.code(clock()))
  await line.remove()
  passed += 30_000
  await expect(recover({ phrase, password: 'third password' })).rejects.toMatchObject({
    message: expect.stringContaining('second factor'),
  })
  await expect(
    recover({ phrase, password: 'third password', code: '000000' }),
  ).rejects.toMatchObject({ kind: 'unauthenticated' })
  await recover({ phrase, password: 'third password', code: phone.code(clock()) })
})

test('a phrase that was removed, or made anew, counts no more', async () => {
  const line = await commandLine(server, email, 'third password')
  passed += 30_000
  await line.keepwatch('login', '--code', phone.code(clock()))
  const { recovery_phrase } = await line.ask<{ recovery_phrase: string }>(
    'recovery-phrase',
    'create',
  )
  await expect(recover({ phrase, password: 'fourth password' })).rejects.toMatchObject({
    kind: 'unauthenticated',
  })
  expect(await line.keepwatch('recovery-phrase', 'remove')).toMatchObject({ code: 0 })
  await expect(
    recover({ phrase: recovery_phrase, password: 'fourth password' }),
  ).rejects.toMatchObject({ kind: 'unauthenticated' })
  await line.remove()
})
