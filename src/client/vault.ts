import type { ApiClient } from './api.ts'
import { fromBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'

/** An account's key pair as the server keeps it: the private half opens with the data key. */
export type SealedKeyPair = { readonly publicKey: Bytes; readonly encryptedPrivateKey: Bytes }

/** The vault of somebody who is logged in. */
export type Vault = {
  readonly api: ApiClient
  readonly dataKey: Bytes
  readonly keyPair: SealedKeyPair
}

type WireKeyPair = { readonly public_key: string; readonly encrypted_private_key: string }

export const sealedKeyPair = ({
  public_key,
  encrypted_private_key,
}: WireKeyPair): SealedKeyPair => ({
  publicKey: fromBase64(public_key),
  encryptedPrivateKey: fromBase64(encrypted_private_key),
})
