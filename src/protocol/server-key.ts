import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { invalid } from '../kernel/errors.ts'
import { p256 } from './elliptic-curve.ts'
import { importPoint, pointOf } from './public-key.ts'

/**
 * The number under which clients know the server's key. They only echo it as the `PublicKeyId` header. Keeper's own
 * keys have 1 to 18; any other number keeps an SDK from falling back to one of those.
 */
const serverPublicKeyId = '99'

/** The key that opens transmission keys, and what clients put into their configuration to reach it. */
export type ServerKey = {
  readonly privateKey: KeyObject
  /** The 32 bytes that this key and another's 65-byte point agree on (ECDH); `invalid` when it is no point of P-256. */
  agree(point: Uint8Array): Promise<Buffer>
  /** Base64url without padding of the 65-byte uncompressed point: 87 characters. */
  readonly publicKey: string
  readonly publicKeyId: string
}

/** A new P-256 server key as PKCS#8 PEM. Losing it cuts off every client that was configured for it: back it up. */
export function generateServerKeyPem(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function privateKeyFrom(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch (cause) {
    throw invalid('The server key is not a PEM private key. Restore the file from a backup.', {
      cause,
    })
  }
}

/** Reads what `generateServerKeyPem` made; `invalid` for anything but an unencrypted P-256 private key. */
export function readServerKey(pem: string): ServerKey {
  const privateKey = privateKeyFrom(pem)
  if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw invalid('The server key is not on the curve P-256. Restore the file from a backup.')
  const publicKey = pointOf(createPublicKey(privateKey)).toString('base64url')
  const agree: ServerKey['agree'] = async (point) =>
    p256.agree({ privateKey, publicKey: importPoint(point) })
  return { privateKey, agree, publicKey, publicKeyId: serverPublicKeyId }
}
