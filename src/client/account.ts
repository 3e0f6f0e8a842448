import { Failure } from '../kernel/errors.ts'
import type { ApiClient } from './api.ts'
import { createAccountKeys, lockDataKey, type PasswordLock } from './crypto/account-keys.ts'
import { fromBase64, toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { openDataKey } from './crypto/encryption-params.ts'
import { unlock } from './crypto/master-password.ts'
import { nobodyToAsk, type SecondStep, takeSecondStep } from './second-step.ts'
import { type SealedKeyPair, sealedKeyPair } from './vault.ts'

/** Somebody who is logged in, with the key to their vault. */
export type LoggedIn = {
  readonly token: string
  /** See `session-file`: opens what is kept on disk while the session lives. */
  readonly keyHalf: Bytes
  readonly dataKey: Bytes
  readonly keyPair: SealedKeyPair
  readonly email: string
  readonly role: string
  /** Its permissions, by their names in `src/access/permission.ts`. */
  readonly may: readonly string[]
}

type NewAccount = { readonly email: string; readonly password: string }

/** Who logs in, and who asks them for a second factor. */
export type LogInWith = NewAccount & {
  /** A code of the second factor, when it is there already. */
  readonly code?: string
  /** The host that an authenticator is told it is for. */
  readonly host?: string
  readonly step?: SecondStep
}

/** A password's lock as it is sent. */
export const wirePassword = ({ salt, iterations, verifier, encryptedDataKey }: PasswordLock) => ({
  salt: toBase64(salt),
  iterations,
  verifier: toBase64(verifier),
  encrypted_data_key: toBase64(encryptedDataKey),
})

async function wireKeys({ email, password }: NewAccount) {
  const keys = await createAccountKeys({ password })
  return {
    email,
    ...wirePassword(keys),
    public_key: toBase64(keys.publicKey),
    encrypted_private_key: toBase64(keys.encryptedPrivateKey),
  }
}

/** Makes the first account of an installation. All keys are made here; what is sent opens nothing without the password. */
export async function createFirstAccount(
  api: ApiClient,
  { organisation, setupCode, ...account }: NewAccount & { organisation: string; setupCode: string },
) {
  const json = { ...(await wireKeys(account)), organisation, setup_code: setupCode }
  return (await api.accounts.$post({ json })).json()
}

/** Makes an account by invitation. */
export async function createInvitedAccount(
  api: ApiClient,
  { invitation, ...account }: NewAccount & { invitation: string },
) {
  const json = { ...(await wireKeys(account)), invitation }
  return (await api.accounts.invited.$post({ json })).json()
}

/** Both halves of the password, by what the server says it is stretched with. */
async function unlocked(api: ApiClient, { email, password }: NewAccount) {
  const asked = await api.sessions.prelogin[':email'].$get({ param: { email } })
  const { salt, iterations } = await asked.json()
  return unlock({ salt: fromBase64(salt), iterations, password })
}

type SealedAccount = Parameters<typeof sealedKeyPair>[0] & {
  readonly encrypted_data_key: string
  readonly email: string
  readonly role: string
  readonly may: readonly string[]
}

const opened = async (wrappingKey: Bytes, account: SealedAccount) => ({
  dataKey: await openDataKey(wrappingKey, fromBase64(account.encrypted_data_key)),
  keyPair: sealedKeyPair(account),
  email: account.email,
  role: account.role,
  may: account.may,
})

const proofOf = ({ email, code }: LogInWith, verifier: Bytes) => ({
  email,
  verifier: toBase64(verifier),
  ...(code !== undefined && { code }),
})

const stepOf = ({ step = nobodyToAsk, host = '' }: LogInWith) => ({ step, host })

/** Proves the password, and the second factor if there is one, and opens the data key. Throws `unauthenticated` when one is wrong. */
export async function logIn(api: ApiClient, person: LogInWith): Promise<LoggedIn> {
  const { verifier, wrappingKey } = await unlocked(api, person)
  const answer = await (await api.sessions.$post({ json: proofOf(person, verifier) })).json()
  const session = 'pending' in answer ? await takeSecondStep(api, answer, stepOf(person)) : answer
  const { token, key_half } = session as { token?: string; key_half?: string }
  if (token === undefined || key_half === undefined)
    throw new Failure('rejected', 'the server gave no token for the session: try again')
  return {
    token,
    keyHalf: fromBase64(key_half),
    ...(await opened(wrappingKey, session.account)),
  }
}

/** The same in a browser, which keeps the session in a cookie that nothing here can read. */
export async function logInByCookie(
  api: ApiClient,
  person: LogInWith,
): Promise<Omit<LoggedIn, 'token' | 'keyHalf'>> {
  const { verifier, wrappingKey } = await unlocked(api, person)
  const json = proofOf(person, verifier)
  const answer = await (await api.sessions.cookie.$post({ json })).json()
  const session = 'pending' in answer ? await takeSecondStep(api, answer, stepOf(person)) : answer
  return opened(wrappingKey, session.account)
}

/** What somebody gives to prove again who they are: the password, or a code, or what a passkey has signed. */
export type Again =
  | { readonly password: string; readonly email: string }
  | { readonly code: string }
  | { readonly passkey: object }

/** Proves it in the middle of a session; gives the token that counts from then on, if it is not in a cookie. */
export async function proveAgain(api: ApiClient, again: Again): Promise<{ token?: string }> {
  const json =
    'password' in again ? { verifier: toBase64((await unlocked(api, again)).verifier) } : again
  const { token } = (await (await api.sessions.current.confirmation.$post({ json })).json()) as {
    token?: string
  }
  return token === undefined ? {} : { token }
}

/** Puts the same data key behind a new password. Every session of the account ends. */
export async function changePassword(api: ApiClient, dataKey: Bytes, password: string) {
  await api.accounts.password.$put({ json: wirePassword(await lockDataKey(dataKey, { password })) })
}
