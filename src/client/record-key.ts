import { fromBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { unwrapKey } from './crypto/key-wrap.ts'
import { openOwnerKey } from './owner-key.ts'
import type { Vault } from './vault.ts'
import { wholeVault } from './whole-vault.ts'

type SealedFolder = {
  readonly folder_uid: string
  readonly parent_uid: string | null
  readonly folder_key: string
}

/** Finds the key of a shared folder, if it is in the vault. */
export type TopKeyOf = (top_uid: string) => Promise<Bytes | undefined>

/** The keys of shared folders, each opened once. */
export function topKeys(vault: Vault, folders: readonly SealedFolder[]): TopKeyOf {
  const tops = folders.filter(({ parent_uid }) => parent_uid === null)
  const sealed = new Map(tops.map(({ folder_uid, folder_key }) => [folder_uid, folder_key]))
  const opened = new Map<string, Promise<Bytes>>()
  return async (top_uid) => {
    const key = sealed.get(top_uid)
    if (key === undefined) return undefined
    const known = opened.get(top_uid) ?? openOwnerKey(vault, key)
    opened.set(top_uid, known)
    return known
  }
}

/** The same from the vault as the server has it, which is asked for the first time that a key is wanted. */
export function topKeysOf(vault: Vault): TopKeyOf {
  let known: Promise<TopKeyOf> | undefined
  const fetched = async () => topKeys(vault, (await wholeVault(vault)).folders)
  return async (top_uid) => {
    known ??= fetched()
    return (await known)(top_uid)
  }
}

type SealedRecord = {
  readonly owner_key: string
  readonly folder_key: string | null
  readonly top_uid: string | null
}

/**
 * The key of a record: as its owner has it, or by the shared folder that it lies in. A device goes on wrapping new records to
 * the owner that its application had when it first connected, so that after a change of owner only the folder opens them.
 */
export async function recordKeyOf(
  vault: Vault,
  { owner_key, folder_key, top_uid }: SealedRecord,
  topKeyOf: TopKeyOf,
): Promise<Bytes> {
  try {
    return await openOwnerKey(vault, owner_key)
  } catch (error) {
    const topKey = top_uid !== null && folder_key !== null ? await topKeyOf(top_uid) : undefined
    if (!topKey || folder_key === null) throw error
    return unwrapKey(topKey, fromBase64(folder_key))
  }
}
