import { createHash } from 'node:crypto'
import type { Account } from '../store/state/accounts.ts'
import type { CommanderDevice } from '../store/state/commander-devices.ts'
import type { House } from './house.ts'
import { dataKeyTypes, loginResponse, loginStates } from './messages/login.ts'
import { type Sealed, sealToken } from './sealed-token.ts'
import { fromBase64, uidBytes } from './uid-bytes.ts'
import { encode } from './wire.ts'

/** Changes with the password, so that a new one ends every login without it. */
export const lockOf = ({ verifier_hash }: Pick<Account, 'verifier_hash'>): string =>
  createHash('sha256').update(verifier_hash).digest('base64url')

/** Somebody whose session has begun, and on what. */
export type Entered = Pick<
  Sealed<'session'>,
  'token' | 'device_uid' | 'device_token' | 'version'
> & {
  readonly account: Account
  /** Its data key, where they came without a password. */
  readonly known?: CommanderDevice | undefined
}

const dataKeyOf = ({ account, known }: Entered) =>
  known
    ? {
        encryptedDataKey: fromBase64(known.encrypted_data_key),
        encryptedDataKeyType: dataKeyTypes.byDevicePublicKey,
      }
    : {
        encryptedDataKey: fromBase64(account.encrypted_data_key),
        encryptedDataKeyType: dataKeyTypes.byPassword,
      }

/** Tells Commander that it is in: its session, the data key as only it can open it, and the code to come back with. */
export function loggedIn({ preloginSecret: secret }: House, entered: Entered): Uint8Array {
  const { account, known: _, ...session } = entered
  const { account_uid, email } = account
  const clone = { account_uid, device_uid: session.device_uid, lock: lockOf(account) }
  return encode(loginResponse, {
    loginState: loginStates.loggedIn,
    accountUid: uidBytes(account_uid),
    primaryUsername: email,
    encryptedSessionToken: sealToken(secret, 'session', session),
    cloneCode: sealToken(secret, 'clone', clone),
    ...dataKeyOf(entered),
  })
}
