import { invalid } from '../../kernel/errors.ts'
import { decryptCbc, encryptCbc } from './aes-cbc.ts'
import { type Bytes, concat, sameBytes } from './bytes.ts'
import type { Stretch } from './master-password.ts'

const version = 0x01
const headerLength = 20
const blockLength = 16
const wholeLength = 100

/**
 * The data key under the wrapping key, as Commander's "encryption parameters" (data key type BY_PASSWORD), so that
 * one account can serve both: `0x01 | iterations(3, big-endian) | salt(16) | IV(16) | AES-256-CBC(data key twice)`,
 * 100 bytes. The data key stands in it twice because CBC authenticates nothing: reading compares the two.
 */
export async function wrapDataKey(
  stretch: Stretch,
  keys: { readonly wrappingKey: Bytes; readonly dataKey: Bytes },
): Promise<Bytes> {
  const { iterations, salt } = stretch
  const header = Uint8Array.of(version, iterations >> 16, iterations >> 8, iterations)
  const padded = await encryptCbc(keys.wrappingKey, concat(keys.dataKey, keys.dataKey))
  // WebCrypto always pads and the format does not: the last block is only padding, and may be left off.
  return concat(header, salt, padded.subarray(0, -blockLength))
}

/** A block that decrypts to a full block of padding after `last`, for WebCrypto to strip again. */
async function paddingAfter(key: Bytes, last: Bytes): Promise<Bytes> {
  const { subtle } = globalThis.crypto
  const aes = await subtle.importKey('raw', key, 'AES-CBC', false, ['encrypt'])
  return new Uint8Array(await subtle.encrypt({ name: 'AES-CBC', iv: last }, aes, new Uint8Array()))
}

/** The data key out of what `wrapDataKey` made; `invalid` when the password was wrong or the blob was changed. */
export async function openDataKey(wrappingKey: Bytes, encryptedDataKey: Bytes): Promise<Bytes> {
  if (encryptedDataKey.length !== wholeLength || encryptedDataKey[0] !== version)
    throw invalid('The encrypted data key of an account is 100 bytes and starts with 01.')
  const sealed = encryptedDataKey.subarray(headerLength)
  const padding = await paddingAfter(wrappingKey, sealed.slice(-blockLength))
  const twice = await decryptCbc(wrappingKey, concat(sealed, padding))
  const [first, second] = [twice.slice(0, 32), twice.slice(32)]
  if (!sameBytes(first, second))
    throw invalid('The data key does not open: the password is wrong, or the key was changed.')
  return first
}
