import { toBase64 } from '../../src/client/crypto/base64.ts'
import { sealRequest } from '../../src/client/crypto/device-envelope.ts'
import { generateKeyPair } from '../../src/client/crypto/key-pair.ts'
import type { ServerKey } from '../../src/protocol/server-key.ts'

/** A device that seals requests for a server without a connection to it. */
export async function sealingDevice(
  { publicKey: serverPublicKey, publicKeyId: serverPublicKeyId }: ServerKey,
  clientId: string,
) {
  const { privateKey, publicKey } = await generateKeyPair()
  const sender = { clientVersion: 'ms17.5.0', clientId }
  return {
    publicKey: toBase64(publicKey),
    /** What the payload says of its sender wins. */
    seal: (payload: object) =>
      sealRequest({
        privateKey,
        serverPublicKey,
        serverPublicKeyId,
        payload: { ...sender, ...payload },
      }),
  }
}
