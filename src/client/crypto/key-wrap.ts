import { invalid } from '../../kernel/errors.ts'
import { decryptGcm, encryptGcm } from './aes-gcm.ts'
import { type Bytes, randomBytes } from './bytes.ts'

const keyLength = 32

/** A fresh AES-256 key: for a record, a folder, an application, an account. */
export const newKey = (): Bytes => randomBytes(keyLength)

/**
 * One key under another, 60 bytes: a record's key under its owner's data key, its folder's key or an application's
 * key (then called `encryptedSecretKey`), a top folder's key under the data key or the application's key.
 */
export const wrapKey = (wrapping: Bytes, key: Bytes): Promise<Bytes> => encryptGcm(wrapping, key)

/** The key that `wrapKey` put away; `invalid` when it does not open or is not 32 bytes. */
export async function unwrapKey(wrapping: Bytes, wrapped: Bytes): Promise<Bytes> {
  const key = await decryptGcm(wrapping, wrapped)
  if (key.length !== keyLength) throw invalid('A wrapped key must hold exactly 32 bytes.')
  return key
}
