import { claimedName } from '../access/email.ts'
import { prelogin } from '../access/prelogin.ts'
import { prove } from '../access/sign-in.ts'
import { newUid } from '../kernel/ids.ts'
import { importPoint } from '../protocol/public-key.ts'
import type { Account } from '../store/state/accounts.ts'
import type { CommanderDevice } from '../store/state/commander-devices.ts'
import { enter, resume, validateCode } from './enter.ts'
import type { Arrived, OpenCall } from './house.ts'
import { lockOf } from './logged-in.ts'
import {
  device,
  deviceRegistrationRequest,
  loginResponse,
  loginStates,
  startLoginRequest,
  validateAuthHashRequest,
} from './messages/login.ts'
import { loginOver, malformed, unknownDevice } from './refusal.ts'
import { openToken, type Sealed, sealToken } from './sealed-token.ts'
import { fromBase64, toBase64 } from './uid-bytes.ts'
import { decode, encode } from './wire.ts'

/** How long a login may take from its first call to its last. */
const loginLife = 10 * 60_000
const longestVersion = 40

/** It is only looked at: what is wrapped for it comes from the device itself. */
function checkPoint(point: Uint8Array): void {
  try {
    importPoint(point)
  } catch (error) {
    throw malformed((error as Error).message)
  }
}

/** A device gets a name of its own; it is kept nowhere. */
const register: OpenCall = async ({ house, payload }) => {
  const { devicePublicKey } = decode(deviceRegistrationRequest, payload)
  checkPoint(devicePublicKey)
  const token = { device_uid: newUid(), point: toBase64(devicePublicKey) }
  return encode(device, {
    encryptedDeviceToken: sealToken(house.preloginSecret, 'device', token),
  })
}

/** What a client needs to prove its password; the same for names that nobody has. */
async function askForPassword({ house }: Arrived, attempt: Sealed<'login'>): Promise<Uint8Array> {
  const { salt, iterations } = await prelogin(house.store, attempt.email, house.preloginSecret)
  return encode(loginResponse, {
    loginState: loginStates.requiresAuthHash,
    encryptedLoginToken: sealToken(house.preloginSecret, 'login', attempt),
    salt: [{ iterations, salt: fromBase64(salt), name: 'Master' }],
  })
}

type Back = {
  readonly email?: string
  readonly letIn?: { readonly account: Account; readonly known: CommanderDevice }
}

/** Somebody who comes back on a device that its owner lets in without a password; their name at least, if it is no such device. */
async function returning(
  { house }: Arrived,
  cloneCode: Uint8Array,
  device_uid: string,
): Promise<Back> {
  const clone = openToken(house.preloginSecret, 'clone', cloneCode)
  if (clone?.device_uid !== device_uid) return {}
  const { account_uid, lock } = clone
  return house.store.read(async ({ accounts, commanderDevices }) => {
    const account = await accounts.find(account_uid)
    if (!account) return {}
    const known = await commanderDevices.find(account_uid, device_uid)
    const isLetIn = known?.encrypted_data_key && lock === lockOf(account)
    return { email: account.email, ...(isLetIn && { letIn: { account, known } }) }
  })
}

const versionOf = (text: string) => text.replaceAll(/[^\w.-]/g, '').slice(0, longestVersion)

const start: OpenCall = async (arrived) => {
  const { house, payload } = arrived
  const request = decode(startLoginRequest, payload)
  if (request.encryptedLoginToken.length > 0) return resume(arrived, request.encryptedLoginToken)
  const token = openToken(house.preloginSecret, 'device', request.encryptedDeviceToken)
  if (!token) throw unknownDevice()
  const { device_uid } = token
  const back = await returning(arrived, request.cloneCode, device_uid)
  const email = claimedName(request.username) || (back.email ?? '')
  const attempt = {
    email,
    device_uid,
    device_token: toBase64(request.encryptedDeviceToken),
    version: versionOf(request.clientVersion),
    until: house.clock().getTime() + loginLife,
  }
  if (back.letIn?.account.email !== email) return askForPassword(arrived, attempt)
  const { account, known } = back.letIn
  return enter(arrived, { name: email, newcomer: { proven: account }, attempt, known })
}

const validate: OpenCall = async (arrived) => {
  const { house, payload, surroundings } = arrived
  const { authResponse, encryptedLoginToken } = decode(validateAuthHashRequest, payload)
  const attempt = openToken(house.preloginSecret, 'login', encryptedLoginToken)
  if (!attempt || attempt.until < house.clock().getTime()) throw loginOver()
  const credentials = { email: attempt.email, verifier: toBase64(authResponse) }
  const address = surroundings.remote_address
  const { name, newcomer } = await prove(house, { credentials, address })
  return enter(arrived, { name, newcomer, attempt })
}

export const openLoginCalls = {
  'authentication/register_device': register,
  'authentication/start_login': start,
  'authentication/validate_auth_hash': validate,
  'authentication/2fa_validate': validateCode,
} as const satisfies Readonly<Record<string, OpenCall>>
