import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { invalid } from '../kernel/errors.ts'
import { checkPoint, notOnCurve, pointOf } from './public-key.ts'

/**
 * The number under which clients know the server's key. They only echo it as the `PublicKeyId` header. Keeper's own
 * keys have 1 to 18; any other number keeps an SDK from falling back to one of those.
 */
const serverPublicKeyId = '99'

/** The key that opens transmission keys, and what clients put into their configuration to reach it. */
export type ServerKey = {
  readonly privateKey: KeyObject
  /** The 32 bytes that this key and another's 65-byte point agree on (ECDH); `invalid` when it is no point of P-256. */
  agree(point: Uint8Array): Buffer
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

/**
 * ECDH straight from the other side's bytes. In a request it costs less than a key object for every ephemeral point, which
 * has to be decoded, allocated and collected again (docs/decisions/0011).
 */
function agreement(privateKey: KeyObject): ServerKey['agree'] {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')
  return (point) => {
    checkPoint(point)
    try {
      return ecdh.computeSecret(point)
    } catch (cause) {
      throw notOnCurve(cause)
    }
  }
}

/** Reads what `generateServerKeyPem` made; `invalid` for anything but an unencrypted P-256 private key. */
export function readServerKey(pem: string): ServerKey {
  const privateKey = privateKeyFrom(pem)
  if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw invalid('The server key is not on the curve P-256. Restore the file from a backup.')
  const publicKey = pointOf(createPublicKey(privateKey)).toString('base64url')
  const agree = agreement(privateKey)
  return { privateKey, agree, publicKey, publicKeyId: serverPublicKeyId }
}
