import { invalid } from '../../kernel/errors.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { type Bytes, utf8 } from './bytes.ts'
import { wrapKey } from './key-wrap.ts'
import { randomText } from './uid.ts'

const clientKeyLength = 32
const clientIdMessage = utf8('KEEPER_SECRETS_MANAGER_CLIENT_ID')

/** A one-time token: base64url without padding of 32 random bytes (43 characters), never with a leading `-`. */
export const mintToken = (): string => randomText(clientKeyLength)

/** The client key that a token text stands for. */
export function clientKeyOf(token: string): Bytes {
  const key = fromBase64(token)
  if (key.length !== clientKeyLength)
    throw invalid('A one-time token has 43 characters. Copy the whole token again.')
  return key
}

/**
 * The name under which the server knows a device without knowing its token: standard base64 (88 characters) of
 * `HMAC-SHA512(client key, "KEEPER_SECRETS_MANAGER_CLIENT_ID")`.
 */
export async function clientIdOf(token: string): Promise<string> {
  const { subtle } = globalThis.crypto
  const algorithm = { name: 'HMAC', hash: 'SHA-512' }
  const key = await subtle.importKey('raw', clientKeyOf(token), algorithm, false, ['sign'])
  return toBase64(new Uint8Array(await subtle.sign('HMAC', key, clientIdMessage)))
}

/** What adding a device makes: the token for the person, the rest for the server. */
export type NewDevice = {
  readonly token: string
  readonly clientId: string
  /** The application key under the client key, 60 bytes: handed out once, when the device binds. */
  readonly encryptedAppKey: Bytes
}

export async function createDevice(appKey: Bytes): Promise<NewDevice> {
  const token = mintToken()
  return {
    token,
    clientId: await clientIdOf(token),
    encryptedAppKey: await wrapKey(clientKeyOf(token), appKey),
  }
}

/** Where a token is good, for the texts below. The key is the 87 characters that the server prints. */
export type TokenServer = {
  readonly hostname: string
  readonly publicKeyId: string
  readonly publicKey: string
}

function checkHostname(hostname: string): void {
  if (hostname === '' || hostname.includes(':'))
    throw invalid(
      `The token text cannot carry the port of ${hostname}: hand out the bare token and the hostname apart.`,
    )
}

/** `host:TOKEN`, which the SDKs split at the colon: so a server on another port than 443 cannot be named this way. */
export function tokenWithHost(hostname: string, token: string): string {
  checkHostname(hostname)
  return `${hostname}:${token}`
}

/** `host:TOKEN:keyId:serverPublicKey`, for the SDKs that take the server's key from the token (Java 17.3). */
export function tokenWithServerKey(server: TokenServer, token: string): string {
  return `${tokenWithHost(server.hostname, token)}:${server.publicKeyId}:${server.publicKey}`
}
