import { createHash } from 'node:crypto'
import { perform } from '../access/action.ts'
import { logIn } from '../access/actions/sessions.ts'
import { claimedName } from '../access/email.ts'
import { type Newcomer, newcomerCaller } from '../access/newcomer.ts'
import { prelogin } from '../access/prelogin.ts'
import { prove } from '../access/sign-in.ts'
import { newUid } from '../kernel/ids.ts'
import { importPoint } from '../protocol/public-key.ts'
import type { Account } from '../store/state/accounts.ts'
import type { CommanderDevice } from '../store/state/commander-devices.ts'
import { type Arrived, nothing, type OpenCall, type PersonCall } from './house.ts'
import {
  dataKeyTypes,
  device,
  deviceRegistrationRequest,
  loginResponse,
  loginStates,
  registerDataKeyRequest,
  startLoginRequest,
  userSettingRequest,
  validateAuthHashRequest,
} from './messages/login.ts'
import { leaveDevice, letDeviceIn, registerDevice, shutDeviceOut } from './own-devices.ts'
import { CommanderRefusal, malformed } from './refusal.ts'
import { openToken, type Sealed, sealToken } from './sealed-token.ts'
import { fromBase64, toBase64, uidBytes } from './uid-bytes.ts'
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

/** A device gets a name of its own, which holds its public key; it is kept nowhere. */
const register: OpenCall = async ({ house, payload }) => {
  const { devicePublicKey } = decode(deviceRegistrationRequest, payload)
  checkPoint(devicePublicKey)
  const token = { device_uid: newUid(), point: toBase64(devicePublicKey) }
  return encode(device, {
    encryptedDeviceToken: sealToken(house.preloginSecret, 'device', token),
  })
}

const unknownDevice = () =>
  new CommanderRefusal('unauthenticated', {
    word: 'device_not_registered',
    message: 'This device is not registered here.',
  })

const loginOver = () =>
  new CommanderRefusal('unauthenticated', {
    word: 'login_token_expired',
    message: 'This login took too long, or was not begun here: log in again.',
  })

type Attempt = Sealed<'login'>

/** What a client needs to prove its password; the same for names that nobody has. */
async function askForPassword({ house }: Arrived, attempt: Attempt): Promise<Uint8Array> {
  const { salt, iterations } = await prelogin(house.store, attempt.email, house.preloginSecret)
  return encode(loginResponse, {
    loginState: loginStates.requiresAuthHash,
    encryptedLoginToken: sealToken(house.preloginSecret, 'login', attempt),
    salt: [{ iterations, salt: fromBase64(salt), name: 'Master' }],
  })
}

/** Changes with the password, so that a new one ends every login without it. */
const lockOf = ({ verifier_hash }: Pick<Account, 'verifier_hash'>) =>
  createHash('sha256').update(verifier_hash).digest('base64url')

type DataKey = { readonly encryptedDataKey: Uint8Array; readonly encryptedDataKeyType: number }

type Proving = {
  readonly name: string
  readonly newcomer: Newcomer
  readonly attempt: Attempt
  dataKey(account: { readonly encrypted_data_key: string }): DataKey
}

/**
 * Opens a session for whoever has proved who they are: the same action as every other login, with its event. A second factor
 * belongs here: what `logIn` still wants becomes the state `requires2fa`.
 */
async function open(
  { house, surroundings }: Arrived,
  { name, newcomer, attempt, dataKey }: Proving,
): Promise<Uint8Array> {
  const { preloginSecret: secret } = house
  const { device_uid, device_token, version } = attempt
  const caller = newcomerCaller(name, newcomer)
  const around = { ...surroundings, client_version: version }
  const { token, account } = await perform({ ...house, surroundings: around, caller }, logIn, {})
  const { account_uid, email } = account
  const lock = newcomer.proven ? lockOf(newcomer.proven) : ''
  return encode(loginResponse, {
    loginState: loginStates.loggedIn,
    accountUid: uidBytes(account_uid),
    primaryUsername: email,
    encryptedSessionToken: sealToken(secret, 'session', {
      token,
      device_uid,
      device_token,
      version,
    }),
    cloneCode: sealToken(secret, 'clone', { account_uid, device_uid, lock }),
    ...dataKey(account),
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
  const token = openToken(house.preloginSecret, 'device', request.encryptedDeviceToken)
  if (!token) throw unknownDevice()
  const { device_uid } = token
  const device_token = toBase64(request.encryptedDeviceToken)
  const back = await returning(arrived, request.cloneCode, device_uid)
  const email = claimedName(request.username) || (back.email ?? '')
  const version = versionOf(request.clientVersion)
  const until = house.clock().getTime() + loginLife
  const attempt = { email, device_uid, device_token, version, until }
  if (back.letIn?.account.email !== email) return askForPassword(arrived, attempt)
  const { account, known } = back.letIn
  return open(arrived, {
    name: email,
    newcomer: { proven: account },
    attempt,
    dataKey: () => ({
      encryptedDataKey: fromBase64(known.encrypted_data_key),
      encryptedDataKeyType: dataKeyTypes.byDevicePublicKey,
    }),
  })
}

const validate: OpenCall = async (arrived) => {
  const { house, payload, surroundings } = arrived
  const { authResponse, encryptedLoginToken } = decode(validateAuthHashRequest, payload)
  const attempt = openToken(house.preloginSecret, 'login', encryptedLoginToken)
  if (!attempt || attempt.until < house.clock().getTime()) throw loginOver()
  const credentials = { email: attempt.email, verifier: toBase64(authResponse) }
  const { name, newcomer } = await prove(house, {
    credentials,
    address: surroundings.remote_address,
  })
  return open(arrived, {
    name,
    newcomer,
    attempt,
    dataKey: ({ encrypted_data_key }) => ({
      encryptedDataKey: fromBase64(encrypted_data_key),
      encryptedDataKeyType: dataKeyTypes.byPassword,
    }),
  })
}

/**
 * Commander leaves a data key at every login. It is taken once, and only for a device that its owner lets in without a password:
 * from any other the server wants nothing that it would have to keep safe.
 */
const registerDataKey: PersonCall = async ({ house, payload, context, device_uid }) => {
  const { account_uid } = context.caller.who
  const known = await house.store.read(({ commanderDevices }) =>
    commanderDevices.find(account_uid, device_uid),
  )
  if (known?.encrypted_data_key !== '') return nothing
  const { encryptedDeviceDataKey } = decode(registerDataKeyRequest, payload)
  const input = { device_uid, encrypted_data_key: toBase64(encryptedDeviceDataKey) }
  await perform(context, registerDevice, input)
  return nothing
}

const persistentLogin = 'persistent_login'

const setSetting: PersonCall = async ({ payload, context, device_uid }) => {
  const { setting, value } = decode(userSettingRequest, payload)
  if (setting !== persistentLogin)
    throw new CommanderRefusal('invalid', {
      word: 'unsupported',
      message: `Keepwatch has no setting ${setting}: only persistent-login can be switched here.`,
    })
  if (value === '1') await perform(context, letDeviceIn, { device_uid })
  else await perform(context, shutDeviceOut, { device_uid })
  return nothing
}

const logOut: PersonCall = async ({ context, device_uid }) => {
  await perform(context, leaveDevice, { device_uid })
  return nothing
}

export const openLoginCalls = {
  'authentication/register_device': register,
  'authentication/start_login': start,
  'authentication/validate_auth_hash': validate,
} as const satisfies Readonly<Record<string, OpenCall>>

export const loginCalls = {
  'authentication/register_encrypted_data_key_for_device': registerDataKey,
  'setting/set_user_setting': setSetting,
  'vault/logout_v3': logOut,
} as const satisfies Readonly<Record<string, PersonCall>>
