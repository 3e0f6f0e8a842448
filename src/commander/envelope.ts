import { hash } from 'node:crypto'
import { invalid } from '../kernel/errors.ts'
import { decryptGcm, encryptGcm, gcmOverhead } from '../protocol/aes-gcm.ts'
import { pointLength } from '../protocol/public-key.ts'
import type { ServerKey } from '../protocol/server-key.ts'
import { apiPayload, apiRequest } from './messages/envelope.ts'
import { CommanderRefusal } from './refusal.ts'
import { decode, type Read } from './wire.ts'

/** The number of the key that the launcher swaps: Commander begins with it, and asks for ever about any outside 7 to 18. */
const serverKeyId = 7

const wrappedKeyLength = pointLength + gcmOverhead + 32

/** Commander shows the message of this error and ends. */
const wrongKey = () =>
  new CommanderRefusal('unauthenticated', {
    word: 'key',
    key_id: serverKeyId,
    message:
      "This Commander encrypts to another server's key. Start it with the launcher of the guide to Keeper Commander, which gives it this server's key.",
  })

/** The key that a call is encrypted with, which came encrypted to the server's. */
export async function transmissionKeyOf(
  wrapped: Uint8Array,
  { agree }: Pick<ServerKey, 'agree'>,
): Promise<Buffer> {
  if (wrapped.length !== wrappedKeyLength) throw wrongKey()
  const shared = await agree(wrapped.subarray(0, pointLength)).catch(() => undefined)
  const key = shared && decryptGcm(hash('sha256', shared, 'buffer'), wrapped.subarray(pointLength))
  if (key?.length !== 32) throw wrongKey()
  return key
}

export type Opened = {
  /** The answer goes out under it. Commander uses one for a whole run. */
  readonly transmissionKey: Uint8Array
  readonly call: Read<typeof apiPayload>
}

/**
 * Opens a call.
 *
 * @throws `invalid` when it is none, and `unauthenticated` with the word `key` when it was made for another server.
 */
export async function openCall(
  body: Uint8Array,
  serverKey: Pick<ServerKey, 'agree'>,
): Promise<Opened> {
  const request = decode(apiRequest, body)
  const transmissionKey = await transmissionKeyOf(request.encryptedTransmissionKey, serverKey)
  const plain = decryptGcm(transmissionKey, request.encryptedPayload)
  if (!plain) throw invalid('The call does not open: it is cut off or was changed on the way.')
  return { transmissionKey, call: decode(apiPayload, plain) }
}

/** The body of an answer with status 200. */
export const sealAnswer = (transmissionKey: Uint8Array, answer: Uint8Array): Uint8Array =>
  answer.length === 0 ? answer : encryptGcm(transmissionKey, answer)
