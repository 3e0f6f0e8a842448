import { decryptGcm, encryptGcm } from './aes-gcm.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { type Bytes, concat, utf8 } from './bytes.ts'
import { wrapForPublicKey } from './ecies.ts'
import { newKey } from './key-wrap.ts'
import { parseJson } from './padded-json.ts'
import { sign } from './signature.ts'

/** What an envelope is made of: who speaks, to whom, and what. */
export type EnvelopeInput = {
  /** The device's private key, PKCS#8 DER. */
  readonly privateKey: Bytes
  /** The server's public key: base64url of the 65-byte point, and its id in decimal. */
  readonly serverPublicKey: string
  readonly serverPublicKeyId: string
  readonly payload: object
}

/** A request ready to be sent by POST, and the key that opens its answer. */
export type SealedRequest = {
  readonly transmissionKey: Bytes
  readonly headers: Readonly<Record<string, string>>
  readonly body: Bytes
}

/**
 * Seals a request of the device protocol: a fresh transmission key under the server's public key, the JSON under
 * the transmission key, and a signature over both. Seal again for every attempt: a server refuses one it has seen.
 */
export async function sealRequest(input: EnvelopeInput): Promise<SealedRequest> {
  const transmissionKey = newKey()
  const wrapped = await wrapForPublicKey(fromBase64(input.serverPublicKey), transmissionKey)
  const body = await encryptGcm(transmissionKey, utf8(JSON.stringify(input.payload)))
  const signature = await sign(input.privateKey, concat(wrapped, body))
  const headers = {
    'Content-Type': 'application/octet-stream',
    PublicKeyId: input.serverPublicKeyId,
    TransmissionKey: toBase64(wrapped),
    Authorization: `Signature ${toBase64(signature)}`,
  }
  return { transmissionKey, headers, body }
}

/** The JSON of an answer with status 200; an empty body is an answer without content. */
export async function openResponse(transmissionKey: Bytes, body: Bytes): Promise<unknown> {
  return body.length === 0 ? undefined : parseJson(await decryptGcm(transmissionKey, body))
}
