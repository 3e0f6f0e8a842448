import { createCipheriv, createECDH, hash } from 'node:crypto'
import { random } from '../kernel/ids.ts'
import { encryptGcm } from '../protocol/aes-gcm.ts'

const curve = 'prime256v1'

/** Seals bytes for the holder of a P-256 key, as every client of Keeper reads it: `ephemeral point(65) | IV | ciphertext | tag`. */
export function sealFor(point: Uint8Array, plain: Uint8Array): Uint8Array {
  const ephemeral = createECDH(curve)
  const own = ephemeral.generateKeys()
  const key = hash('sha256', ephemeral.computeSecret(point), 'buffer')
  return Buffer.concat([own, encryptGcm(key, plain)])
}

/** AES-256-CBC with PKCS#7 padding: `IV(16) | ciphertext`, as Commander reads names of nodes. */
export function encryptCbc(key: Uint8Array, plain: Uint8Array): Uint8Array {
  const iv = random(16)
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  return Buffer.concat([iv, cipher.update(plain), cipher.final()])
}
