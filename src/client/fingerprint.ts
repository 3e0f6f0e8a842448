import type { Bytes } from './crypto/bytes.ts'

/** By which two people see that the server has given out the right key: the first half of its SHA-256, in groups. */
export async function fingerprintOf(publicKey: Bytes): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', publicKey)
  const hex = new Uint8Array(digest).toHex().slice(0, 40)
  return hex.match(/.{4}/g)?.join(' ') ?? hex
}
