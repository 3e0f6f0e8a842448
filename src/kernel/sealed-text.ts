import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** AES-256-GCM as base64: `nonce(12) | ciphertext | tag(16)`. `purpose` is what it belongs to: it opens under no other. */
export function sealText(key: Uint8Array, purpose: string, text: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(purpose))
  const sealed = [nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat(sealed).toString('base64')
}

/** Throws when it was changed, or sealed with another key or for another purpose. */
export function openText(key: Uint8Array, purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const options = { authTagLength: tagBytes }
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), options)
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(-tagBytes))
  const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
  return Buffer.concat([text, decipher.final()]).toString()
}
