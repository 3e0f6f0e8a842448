import { createPublicKey, type KeyObject } from 'node:crypto'
import { invalid } from '../kernel/errors.ts'

export const pointLength = 65

// SubjectPublicKeyInfo (RFC 5480 §2) of a P-256 key: 26 fixed bytes, then the uncompressed point.
const spkiPrefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

/**
 * The key of a 65-byte uncompressed P-256 point, and `invalid` for whatever is not written like that, even if OpenSSL
 * would take it. DER is the fastest way in: about 13 µs, the raw point takes 17, a JWK more.
 */
export function importPoint(point: Uint8Array): KeyObject {
  if (point.length !== pointLength || point[0] !== 0x04)
    throw invalid('A public key is a 65-byte uncompressed P-256 point.')
  try {
    const der = Buffer.concat([spkiPrefix, point])
    return createPublicKey({ key: der, format: 'der', type: 'spki' })
  } catch (cause) {
    throw invalid('This public key is not a point of the curve P-256.', { cause })
  }
}

/** The 65-byte point of a P-256 public key. */
export const pointOf = (key: KeyObject): Buffer =>
  key.export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length)
