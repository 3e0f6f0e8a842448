import { invalid } from '../../kernel/errors.ts'
import { type Bytes, concat } from './bytes.ts'

/** A P-256 key pair as it is stored and sent: 65-byte uncompressed point, and PKCS#8 DER (138 bytes). */
export type KeyPair = { readonly publicKey: Bytes; readonly privateKey: Bytes }

const curve = { name: 'ECDH', namedCurve: 'P-256' }
const scalarAt = 36
const scalarLength = 32

// RFC 5958 around RFC 5915: version, id-ecPublicKey, prime256v1, then ECPrivateKey with scalar and point.
const beforeScalar = Uint8Array.fromHex(
  '308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420',
)
const beforePoint = Uint8Array.fromHex('a144034200')

/** A new key pair, for an account or for a device. The SDKs need the point inside the PKCS#8, and it is there. */
export async function generateKeyPair(): Promise<KeyPair> {
  const { subtle } = globalThis.crypto
  const pair = await subtle.generateKey(curve, true, ['deriveBits'])
  if (!('privateKey' in pair)) throw new TypeError('generateKey made no pair')
  const publicKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  const privateKey = new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey))
  return { publicKey, privateKey }
}

/** The 32-byte private number of a PKCS#8 key: the form in which Keeper accounts keep it. */
export const scalarOf = (privateKey: Bytes): Bytes =>
  privateKey.slice(scalarAt, scalarAt + scalarLength)

/** PKCS#8 again, from the private number and the public point that belongs to it. */
export function privateKeyOf(scalar: Bytes, publicKey: Bytes): Bytes {
  if (scalar.length !== scalarLength || publicKey.length !== 65)
    throw invalid('A P-256 key pair is a 32-byte number and a 65-byte point.')
  return concat(beforeScalar, scalar, beforePoint, publicKey)
}
