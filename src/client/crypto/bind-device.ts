import { z } from 'zod'
import { invalid } from '../../kernel/errors.ts'
import { fromBase64, toBase64 } from './base64.ts'
import type { Bytes } from './bytes.ts'
import type { DeviceConfig } from './device-config.ts'
import { openResponse, type SealedRequest, sealRequest } from './device-envelope.ts'
import { generateKeyPair } from './key-pair.ts'
import { unwrapKey } from './key-wrap.ts'
import { clientIdOf, clientKeyOf } from './one-time-token.ts'

export type BindInput = {
  /** Host, with `:port` unless it is 443. */
  readonly hostname: string
  readonly token: string
  readonly serverPublicKeyId: string
  readonly serverPublicKey: string
  /** As in every request: a prefix and three numbers, for example `mk1.0.0`. */
  readonly clientVersion: string
}

/** Sends a sealed `get_secret` and gives back the raw body of status 200; it throws for every other status. */
export type Post = (request: SealedRequest) => Promise<Bytes>

const bindAnswerSchema = z.object({ encryptedAppKey: z.string(), appOwnerPublicKey: z.string() })

/** A record UID that exists nowhere: binding is about the application key, so it asks for no secret. */
const noRecord = 'A'.repeat(22)

/**
 * Acts as the device: makes its key pair, binds with the one-time token, opens the application key, and sends the
 * second request by which the server knows that the key arrived. What comes back is ready to be handed out.
 */
export async function bindDevice(input: BindInput, post: Post): Promise<DeviceConfig> {
  const { token, hostname, serverPublicKey, serverPublicKeyId } = input
  const { publicKey, privateKey } = await generateKeyPair()
  const clientId = await clientIdOf(token)
  const ask = async (more: object) => {
    const base = { clientVersion: input.clientVersion, clientId, requestedRecords: [noRecord] }
    const payload = { ...base, ...more }
    const request = await sealRequest({ privateKey, serverPublicKey, serverPublicKeyId, payload })
    return openResponse(request.transmissionKey, await post(request))
  }

  const answer = bindAnswerSchema.safeParse(await ask({ publicKey: toBase64(publicKey) }))
  if (!answer.success)
    throw invalid('The server sent no application key. Add the device again and use its new token.')
  const encryptedAppKey = fromBase64(answer.data.encryptedAppKey)
  const appKey = toBase64(await unwrapKey(clientKeyOf(token), encryptedAppKey))
  // The key is in hand: should this fail, the first real request tells the server as well.
  await ask({}).catch(() => undefined)

  return {
    hostname,
    clientId,
    privateKey: toBase64(privateKey),
    serverPublicKeyId,
    serverPublicKey,
    appKey,
    appOwnerPublicKey: answer.data.appOwnerPublicKey,
  }
}
