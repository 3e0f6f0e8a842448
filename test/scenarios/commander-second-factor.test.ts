import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  twoFactorValidateRequest,
  twoFactorValidateResponse,
} from '../../src/commander/messages/login.ts'
import { decode, encode } from '../../src/commander/wire.ts'
import { authenticatorInTime } from '../support/authenticator.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { rawCommander } from '../support/raw-commander.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** The second factor stands before Keeper Commander as before everybody else. */

const email = 'owner@example.com'
const password = `the password of ${email}`
const [requires2fa, loggedIn] = [12, 99]

let server: TestServer
let owner: CommandLine
const phone = authenticatorInTime()
const { clock, nextCode } = phone

beforeAll(async () => {
  server = await startServer({ flags: { commander: true, tls: 'off' }, clock })
  owner = await ownerOf(server)
  const add = ['two-factor', 'add', '--name', 'Phone', '--secret', phone.secret]
  await owner.ask(...add, '--code', nextCode())
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

const proof = (encryptedLoginToken: Uint8Array, value: string) =>
  encode(twoFactorValidateRequest, { encryptedLoginToken, value })

test('the password alone gives out nothing; with a code Commander is in, and each code counts once', async () => {
  const commander = await rawCommander(server)
  const half = await commander.logIn(email, password)
  expect(half.loginState).toBe(requires2fa)
  expect([half.encryptedDataKey, half.encryptedSessionToken].map(({ length }) => length)).toEqual([
    0, 0,
  ])
  expect(half.channels.map(({ channelName }) => channelName)).toEqual([
    'Authenticator',
    'Recovery code',
  ])

  const wrong = commander.call(
    'authentication/2fa_validate',
    proof(half.encryptedLoginToken, '000000'),
  )
  await expect(wrong).rejects.toThrow('wrong, used or too old')

  const code = nextCode()
  const request = proof(half.encryptedLoginToken, code)
  const proved = decode(
    twoFactorValidateResponse,
    await commander.call('authentication/2fa_validate', request),
  )
  const whole = await commander.start({ encryptedLoginToken: proved.encryptedLoginToken })
  expect(whole.loginState).toBe(loggedIn)
  expect(whole.encryptedDataKey).toHaveLength(100)
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'login',
    second_factor: 'totp',
    client_version: 'c18.0.0',
  })

  const again = await commander.logIn(email, password)
  const used = commander.call('authentication/2fa_validate', proof(again.encryptedLoginToken, code))
  await expect(used).rejects.toThrow('wrong, used or too old')
})
