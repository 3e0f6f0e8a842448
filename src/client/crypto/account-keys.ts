import { invalid } from '../../kernel/errors.ts'
import { decryptGcm, encryptGcm } from './aes-gcm.ts'
import { type Bytes, randomBytes } from './bytes.ts'
import { wrapDataKey } from './encryption-params.ts'
import { generateKeyPair, privateKeyOf, scalarOf } from './key-pair.ts'
import { newKey } from './key-wrap.ts'
import { type Stretch, unlock } from './master-password.ts'

const defaultIterations = 1_000_000
const shortestPassword = 8
const longestPassword = 1024

/** What a password stands for on the server: to be replaced as a whole when the password changes. */
export type PasswordLock = Stretch & {
  /** 32 bytes; the server keeps only a slow hash of it. */
  readonly verifier: Bytes
  /** 100 bytes, see `encryption-params.ts`. */
  readonly encryptedDataKey: Bytes
}

/** Everything a new account sends, and `dataKey`, which it keeps. */
export type AccountKeys = PasswordLock & {
  /** 65-byte P-256 point; others wrap keys for this account to it. */
  readonly publicKey: Bytes
  /** The 32-byte private number under the data key (AES-GCM, 60 bytes), as Keeper accounts keep it. */
  readonly encryptedPrivateKey: Bytes
  readonly dataKey: Bytes
}

export type NewPassword = { readonly password: string; readonly iterations?: number }

function checkPassword(password: string): void {
  if (password.length < shortestPassword)
    throw invalid(
      `A master password has at least ${shortestPassword} characters. Choose a longer one.`,
    )
  if (password.length > longestPassword)
    throw invalid(`A master password has at most ${longestPassword} characters.`)
}

/** Puts a data key behind a password, the first time or a new one: fresh salt, verifier, wrapped data key. */
export async function lockDataKey(
  dataKey: Bytes,
  { password, iterations = defaultIterations }: NewPassword,
): Promise<PasswordLock> {
  checkPassword(password)
  const stretch = { salt: randomBytes(16), iterations }
  const { verifier, wrappingKey } = await unlock({ ...stretch, password })
  return {
    ...stretch,
    verifier,
    encryptedDataKey: await wrapDataKey(stretch, { wrappingKey, dataKey }),
  }
}

/** All keys of a new account. */
export async function createAccountKeys(input: NewPassword): Promise<AccountKeys> {
  const dataKey = newKey()
  const { publicKey, privateKey } = await generateKeyPair()
  return {
    ...(await lockDataKey(dataKey, input)),
    publicKey,
    encryptedPrivateKey: await encryptGcm(dataKey, scalarOf(privateKey)),
    dataKey,
  }
}

/** The account's private key as PKCS#8, from what the server keeps. */
export async function openPrivateKey(
  dataKey: Bytes,
  account: { readonly publicKey: Bytes; readonly encryptedPrivateKey: Bytes },
): Promise<Bytes> {
  return privateKeyOf(await decryptGcm(dataKey, account.encryptedPrivateKey), account.publicKey)
}
