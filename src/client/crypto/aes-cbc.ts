import { invalid } from '../../kernel/errors.ts'
import { type Bytes, concat, randomBytes } from './bytes.ts'

const blockLength = 16

const importKey = (key: Bytes, use: 'encrypt' | 'decrypt') =>
  globalThis.crypto.subtle.importKey('raw', key, 'AES-CBC', false, [use])

/**
 * AES-256-CBC with PKCS#7 padding: `IV(16) | ciphertext`. Nothing authenticates it, so it is used only where the
 * device protocol demands it: names and keys of folders.
 */
export async function encryptCbc(key: Bytes, plain: Bytes): Promise<Bytes> {
  const iv = randomBytes(blockLength)
  const sealed = await globalThis.crypto.subtle.encrypt(
    { name: 'AES-CBC', iv },
    await importKey(key, 'encrypt'),
    plain,
  )
  return concat(iv, new Uint8Array(sealed))
}

/** Opens what `encryptCbc` made. Wrong padding is `invalid`; a change may also pass unseen, see above. */
export async function decryptCbc(key: Bytes, blob: Bytes): Promise<Bytes> {
  if (blob.length < 2 * blockLength || blob.length % blockLength !== 0)
    throw invalid('This encrypted folder data is cut off. Fetch it again.')
  try {
    const plain = await globalThis.crypto.subtle.decrypt(
      { name: 'AES-CBC', iv: blob.subarray(0, blockLength) },
      await importKey(key, 'decrypt'),
      blob.subarray(blockLength),
    )
    return new Uint8Array(plain)
  } catch (cause) {
    throw invalid('This folder data does not open: it was changed, or it belongs to another key.', {
      cause,
    })
  }
}
