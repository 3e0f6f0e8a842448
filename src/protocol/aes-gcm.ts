import { createCipheriv, createDecipheriv } from 'node:crypto'
import { random } from '../kernel/ids.ts'

const ivLength = 12
const tagLength = 16

/** What encryption adds to the length of a text. */
export const gcmOverhead = ivLength + tagLength

/** AES-256-GCM as every KSM client reads it: `IV(12) | ciphertext | tag(16)`, no additional data. */
export function encryptGcm(key: Uint8Array, plain: Uint8Array): Buffer {
  const iv = random(ivLength)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Opens such a blob; `undefined` when it is cut off, was changed or belongs to another key. */
export function decryptGcm(key: Uint8Array, blob: Uint8Array): Buffer | undefined {
  if (blob.length < gcmOverhead) return undefined
  const options = { authTagLength: tagLength }
  const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, ivLength), options)
  decipher.setAuthTag(blob.subarray(-tagLength))
  const plain = decipher.update(blob.subarray(ivLength, -tagLength))
  try {
    decipher.final()
    return plain
  } catch {
    return undefined
  }
}
