import { invalid } from '../../kernel/errors.ts'
import { decryptGcm, encryptGcm } from './aes-gcm.ts'
import { type Bytes, concat } from './bytes.ts'

const curve = { name: 'ECDH', namedCurve: 'P-256' }
const pointLength = 65

async function importPoint(point: Bytes): Promise<CryptoKey> {
  try {
    return await globalThis.crypto.subtle.importKey('raw', point, curve, true, [])
  } catch (cause) {
    throw invalid('This is not a P-256 public key (65 bytes that start with 04).', { cause })
  }
}

/** SHA-256 of the X coordinate that both sides reach; no key derivation function, no identifiers. */
async function sharedKey(mine: CryptoKey, theirs: CryptoKey): Promise<Bytes> {
  const { subtle } = globalThis.crypto
  const x = await subtle.deriveBits({ name: 'ECDH', public: theirs }, mine, 256)
  return new Uint8Array(await subtle.digest('SHA-256', x))
}

/**
 * Seals bytes so that only the holder of `publicKey` (65-byte P-256 point) opens them, as the KSM SDKs do:
 * `ephemeral point(65) | IV(12) | ciphertext | tag(16)` under `SHA-256(ECDH x)`. A 32-byte key makes 125 bytes.
 */
export async function wrapForPublicKey(publicKey: Bytes, plain: Bytes): Promise<Bytes> {
  const { subtle } = globalThis.crypto
  const theirs = await importPoint(publicKey)
  const pair = await subtle.generateKey(curve, false, ['deriveBits'])
  if (!('privateKey' in pair)) throw new TypeError('generateKey made no pair')
  const point = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  return concat(point, await encryptGcm(await sharedKey(pair.privateKey, theirs), plain))
}

/** Opens what `wrapForPublicKey` made, with the private key as PKCS#8 DER. */
export async function unwrapWithPrivateKey(privateKey: Bytes, blob: Bytes): Promise<Bytes> {
  const theirs = await importPoint(blob.subarray(0, pointLength))
  const { subtle } = globalThis.crypto
  const mine = await subtle.importKey('pkcs8', privateKey, curve, false, ['deriveBits'])
  return decryptGcm(await sharedKey(mine, theirs), blob.subarray(pointLength))
}
