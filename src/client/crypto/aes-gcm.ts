import { invalid } from '../../kernel/errors.ts'
import { type Bytes, concat, randomBytes } from './bytes.ts'

const ivLength = 12
const tagLength = 16

const importKey = (key: Bytes, use: 'encrypt' | 'decrypt') =>
  globalThis.crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use])

/**
 * AES-256-GCM (NIST SP 800-38D) under a raw 32-byte key, as every Keeper client writes it:
 * `IV(12) | ciphertext | tag(16)`, no additional data. The blob is 28 bytes longer than the text.
 */
export async function encryptGcm(key: Bytes, plain: Bytes): Promise<Bytes> {
  const iv = randomBytes(ivLength)
  const sealed = await globalThis.crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    await importKey(key, 'encrypt'),
    plain,
  )
  return concat(iv, new Uint8Array(sealed))
}

/** Opens what `encryptGcm` made. A changed blob and a wrong key cannot be told apart: both are `invalid`. */
export async function decryptGcm(key: Bytes, blob: Bytes): Promise<Bytes> {
  if (blob.length < ivLength + tagLength)
    throw invalid('This encrypted data is cut off. Fetch it again.')
  const iv = blob.subarray(0, ivLength)
  try {
    const plain = await globalThis.crypto.subtle.decrypt(
      { name: 'AES-GCM', iv },
      await importKey(key, 'decrypt'),
      blob.subarray(ivLength),
    )
    return new Uint8Array(plain)
  } catch (cause) {
    throw invalid('This data does not open: it was changed, or it belongs to another key.', {
      cause,
    })
  }
}
