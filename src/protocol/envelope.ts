import { isUtf8 } from 'node:buffer'
import { hash, type KeyObject } from 'node:crypto'
import { invalid } from '../kernel/errors.ts'
import { decryptGcm, encryptGcm, gcmOverhead } from './aes-gcm.ts'
import { p256 } from './elliptic-curve.ts'
import { importPoint, pointLength } from './public-key.ts'
import type { ServerKey } from './server-key.ts'

type Agreement = Pick<ServerKey, 'agree'>

/** Ephemeral point, and 32 bytes under AES-GCM. */
const wrappedKeyLength = pointLength + gcmOverhead + 32
const longestSignature = 72

/** A request of the device protocol as HTTP delivered it: two headers and the raw body. */
export type Envelope = {
  readonly transmissionKey: string | undefined
  readonly authorization: string | undefined
  readonly body: Uint8Array
}

export type OpenEnvelope = {
  /** 32 bytes; the answer goes out under it. */
  readonly transmissionKey: Buffer
  /** SHA-256 of the wrapped transmission key, which is fresh in every attempt: seen twice means replayed. */
  readonly replayHash: Buffer
  /** A JSON object of which nothing else has been checked yet. */
  readonly payload: object
  /** What the device signed: wrapped key, then body. Neither path nor time is in it. */
  readonly signedBytes: Buffer
  /** ECDSA in DER, not verified yet: the key depends on the client id in the payload. */
  readonly signature: Buffer
}

const isBase64 = /^[A-Za-z0-9+/_-]*={0,2}$/

/** Either alphabet, padded or not. Node's decoder skips what it does not know, so the text is looked at first. */
const bytesOf = (text: string) => (isBase64.test(text) ? Buffer.from(text, 'base64') : undefined)

function wrappedKeyOf(header: string | undefined): Buffer {
  if (!header) throw invalid('The header TransmissionKey is missing. Use an official KSM SDK.')
  const wrapped = header.length > 2 * wrappedKeyLength ? undefined : bytesOf(header)
  if (wrapped?.length !== wrappedKeyLength)
    throw invalid(`The header TransmissionKey must be base64 of ${wrappedKeyLength} bytes.`)
  return wrapped
}

function signatureOf(header: string | undefined): Buffer {
  const [, text] = /^Signature ([\w+/=-]{1,128})$/.exec(header ?? '') ?? []
  const signature = text && bytesOf(text)
  if (!signature || signature.length > longestSignature)
    throw invalid('The header Authorization must be "Signature" and a base64 ECDSA signature.')
  return signature
}

/**
 * ECIES, the receiving side: `ephemeral point(65) | IV(12) | ciphertext | tag(16)` under the SHA-256 of the shared
 * X coordinate (32 bytes, leading zeros kept).
 */
async function unwrap(wrapped: Buffer, { agree }: Agreement): Promise<Buffer> {
  const shared = await agree(wrapped.subarray(0, pointLength))
  const key = decryptGcm(hash('sha256', shared, 'buffer'), wrapped.subarray(pointLength))
  if (key) return key
  throw invalid(
    "The transmission key was made for another server's key. Put this server's serverPublicKey and serverPublicKeyId into the client configuration.",
  )
}

function parse(plain: Buffer): object {
  if (!isUtf8(plain)) throw invalid('The payload is not UTF-8.')
  let payload: unknown
  try {
    payload = JSON.parse(plain.toString())
  } catch (cause) {
    throw invalid('The payload is not JSON.', { cause })
  }
  if (typeof payload === 'object' && payload !== null && !Array.isArray(payload)) return payload
  throw invalid('The payload must be a JSON object.')
}

/**
 * Opens an envelope: one ECDH, two AES-GCM. Throws `invalid` with a sentence for every malformed shape. What it
 * returns is authentic only after `verifySignature` with the device's key, and fresh only when `replayHash` is new.
 */
export async function openEnvelope(
  envelope: Envelope,
  serverKey: Agreement,
): Promise<OpenEnvelope> {
  const wrapped = wrappedKeyOf(envelope.transmissionKey)
  const signature = signatureOf(envelope.authorization)
  const transmissionKey = await unwrap(wrapped, serverKey)
  const plain = decryptGcm(transmissionKey, envelope.body)
  if (!plain) throw invalid('The body does not open: it is cut off or was changed on the way.')
  return {
    transmissionKey,
    replayHash: Buffer.from(hash('sha256', wrapped, 'latin1'), 'latin1'),
    payload: parse(plain),
    signedBytes: Buffer.concat([wrapped, envelope.body]),
    signature,
  }
}

/** Whether the device that holds `deviceKey` sent this; ECDSA P-256 with SHA-256. Malformed DER is a plain no. */
export const verifySignature = (
  deviceKey: KeyObject,
  { signedBytes, signature }: Pick<OpenEnvelope, 'signedBytes' | 'signature'>,
): Promise<boolean> => p256.verify(deviceKey, signedBytes, signature)

/** The device's key for `verifySignature`, from its 65-byte point. Keep it: an import costs a quarter of a check. */
export const importDeviceKey = importPoint

/** The body of an answer with status 200, of an object or of its JSON. Clients open it with the transmission key of their request. */
export const sealResponse = (transmissionKey: Uint8Array, answer: object | string): Buffer =>
  encryptGcm(
    transmissionKey,
    Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)),
  )
