import { invalid } from '../kernel/errors.ts'
import { openPrivateKey } from './crypto/account-keys.ts'
import { fromBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { unwrapWithPrivateKey, wrapForPublicKey } from './crypto/ecies.ts'
import { openTopFolderKey } from './crypto/folder-data.ts'
import { wrapKey } from './crypto/key-wrap.ts'
import type { Vault } from './vault.ts'

/** How long a 32-byte key is once it is wrapped for a public key; under the data key it takes 60 bytes. */
const eciesLength = 125
const keyLength = 32

/**
 * The key of a record or shared folder, as its owner has it: under the data key when the owner made it, here or with Keeper
 * Commander, or to the account's public key when a device or another owner did, because they know nothing else of its owner.
 */
export async function openOwnerKey(
  { dataKey, keyPair }: Pick<Vault, 'dataKey' | 'keyPair'>,
  owner_key: string,
): Promise<Bytes> {
  const wrapped = fromBase64(owner_key)
  if (wrapped.length !== eciesLength) return openTopFolderKey(dataKey, wrapped)
  const key = await unwrapWithPrivateKey(await openPrivateKey(dataKey, keyPair), wrapped)
  if (key.length !== keyLength) throw invalid('A wrapped key must hold exactly 32 bytes.')
  return key
}

/** The key of a new record or file for its owner: under one's own data key, or to somebody else's public key. */
export const ownerKeyFor = (dataKey: Bytes, key: Bytes, ownersKey?: Bytes): Promise<Bytes> =>
  ownersKey ? wrapForPublicKey(ownersKey, key) : wrapKey(dataKey, key)
