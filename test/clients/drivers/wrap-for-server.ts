import type { KeyValueStorage, SecretManagerOptions } from '@keeper-security/secrets-manager-core'

export type Sdk = typeof import('@keeper-security/secrets-manager-core')

type ServerKey = { readonly serverPublicKey: string; readonly serverPublicKeyId: string }

type Query = NonNullable<SecretManagerOptions['queryFunction']>

/**
 * For JavaScript SDKs before 17.5, which know the vendor's keys alone: the `queryFunction` that they take wraps the
 * transmission key for our server instead, signs that, and posts it, all with what the SDK exports.
 */
export const wrapForServer =
  ({ platform }: Sdk, storage: KeyValueStorage, server: ServerKey): Query =>
  async (url, { key }, { payload }, allowUnverified) => {
    const serverKey = platform.base64ToBytes(server.serverPublicKey)
    const wrapped = await platform.publicEncrypt(key, serverKey)
    const signed = Buffer.concat([wrapped, payload])
    const signature = await platform.sign(signed, 'privateKey', storage)
    const headers = {
      'Content-Type': 'application/octet-stream',
      PublicKeyId: server.serverPublicKeyId,
      TransmissionKey: platform.bytesToBase64(wrapped),
      Authorization: `Signature ${platform.bytesToBase64(signature)}`,
    }
    return platform.post(url, payload, headers, allowUnverified)
  }
