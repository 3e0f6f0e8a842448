import { afterAll, beforeAll, expect, test } from 'vitest'
import { registerDataKeyRequest, userSettingRequest } from '../../src/commander/messages/login.ts'
import { syncDownResponse } from '../../src/commander/messages/sync.ts'
import { decode, encode } from '../../src/commander/wire.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { rawCommander } from '../support/raw-commander.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What Keeper Commander calls, on either store; the real one runs in `test/clients`. */

const email = 'owner@example.com'
const password = `the password of ${email}`
const [requiresAuthHash, loggedIn] = [13, 99]

let server: TestServer
let owner: CommandLine

beforeAll(async () => {
  server = await startServer({ flags: { commander: true, tls: 'off' } })
  owner = await ownerOf(server)
  await owner.ask('record', 'add', '--title', 'Database', '--field', 'login=robot')
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

test('is not there unless the operator wants it', async () => {
  const plain = await startServer({ flags: { tls: 'off' } })
  await expect(rawCommander(plain)).rejects.toThrow('there is nothing at')
  await plain.stop()
})

test('logs in with the password, and gets the vault as ciphertext', async () => {
  const commander = await rawCommander(server)
  const { loginState, primaryUsername, encryptedSessionToken } = await commander.logIn(
    email,
    password,
  )
  expect({ loginState, primaryUsername }).toEqual({ loginState: loggedIn, primaryUsername: email })
  const synced = await commander.call('vault/sync_down', undefined, encryptedSessionToken)
  expect(decode(syncDownResponse, synced).records).toHaveLength(1)
  expect((await server.lastEvent())?.audit_event).toBe('vault_fetched')
})

test('a wrong password and a name that nobody has are told alike', async () => {
  const commander = await rawCommander(server)
  const wrong = await commander.logIn(email, 'a wrong guess').catch((error: Error) => error.message)
  const unknown = await commander
    .logIn('nobody@example.com', 'x')
    .catch((error: Error) => error.message)
  expect(wrong).toBe(unknown)
  expect(wrong).toContain('auth_failed')
})

test('lets a device in without a password from when its owner wants that, until a logout', async () => {
  const commander = await rawCommander(server)
  const first = await commander.logIn(email, password)
  expect((await commander.start({ cloneCode: first.cloneCode })).loginState).toBe(requiresAuthHash)

  const session = first.encryptedSessionToken
  const wanted = encode(userSettingRequest, { setting: 'persistent_login', value: '1' })
  await commander.call('setting/set_user_setting', wanted, session)
  const key = encode(registerDataKeyRequest, {
    encryptedDeviceDataKey: new Uint8Array(125).fill(7),
  })
  await commander.call('authentication/register_encrypted_data_key_for_device', key, session)

  const back = await commander.start({ cloneCode: first.cloneCode })
  expect(back.loginState).toBe(loggedIn)
  expect([...new Set(back.encryptedDataKey)]).toEqual([7])

  const another = await rawCommander(server)
  expect((await another.start({ cloneCode: first.cloneCode })).loginState).toBe(requiresAuthHash)

  await commander.call('vault/logout_v3', undefined, back.encryptedSessionToken)
  expect((await commander.start({ cloneCode: first.cloneCode })).loginState).toBe(requiresAuthHash)
})

test('counts and lists events by the query of every other report', async () => {
  const commander = await rawCommander(server)
  const { encryptedSessionToken } = await commander.logIn(email, password)
  const answer = await commander.command(encryptedSessionToken, {
    command: 'get_audit_event_reports',
    report_type: 'span',
    columns: ['audit_event_type'],
    aggregate: ['last_created'],
    filter: { audit_event_type: 'record_add' },
  })
  expect(answer['audit_event_overview_report_rows']).toMatchObject([
    { audit_event_type: 'record_add', occurrences: 1 },
  ])
})

test('what is not served is refused with a sentence, and on record', async () => {
  const commander = await rawCommander(server)
  const { encryptedSessionToken } = await commander.logIn(email, password)
  const calling = commander.call('vault/no_such_call', undefined, encryptedSessionToken)
  await expect(calling).rejects.toThrow('Keepwatch does not answer vault/no_such_call')
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'action_failed', username: email })
})
