import { encryptGcm } from '../../src/client/crypto/aes-gcm.ts'
import { fromBase64 } from '../../src/client/crypto/base64.ts'
import { randomBytes } from '../../src/client/crypto/bytes.ts'
import { wrapForPublicKey } from '../../src/client/crypto/ecies.ts'
import { apiPayload, apiRequest } from '../../src/commander/messages/envelope.ts'
import { encode } from '../../src/commander/wire.ts'
import { serverKeyOf } from './sdk-device.ts'
import type { TestServer } from './server.ts'

type Said = { readonly payload?: Uint8Array; readonly session?: Uint8Array }

/** A call of Commander as it goes over the wire. */
export async function commanderCall(
  server: Pick<TestServer, 'url'>,
  { payload = new Uint8Array(), session = new Uint8Array() }: Said,
) {
  const { serverPublicKey } = await serverKeyOf(server)
  const transmissionKey = randomBytes(32)
  const call = encode(apiPayload, { payload, encryptedSessionToken: session })
  const body = encode(apiRequest, {
    encryptedTransmissionKey: await wrapForPublicKey(fromBase64(serverPublicKey), transmissionKey),
    publicKeyId: 7,
    encryptedPayload: await encryptGcm(transmissionKey, new Uint8Array(call)),
  })
  return { type: 'application/octet-stream', body: new Uint8Array(body), transmissionKey }
}
