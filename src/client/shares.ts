import { invalid, notFound } from '../kernel/errors.ts'
import type { Application } from './applications.ts'
import { wrapSecretKey } from './crypto/application.ts'
import { toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { openOwnerKey } from './owner-key.ts'
import { recordKeyOf, topKeys } from './record-key.ts'
import type { Vault } from './vault.ts'
import { wholeVault } from './whole-vault.ts'

/** Finds the key of a record or shared folder, also in those of others. It fetches the vault once, because only there it is known what a UID is. */
async function secretKeys(vault: Vault): Promise<(secret_uid: string) => Promise<Bytes>> {
  const { records, folders } = await wholeVault(vault)
  const topKeyOf = topKeys(vault, folders)
  return async (secret_uid) => {
    const record = records.find(({ record_uid }) => record_uid === secret_uid)
    if (record) return recordKeyOf(vault, record, topKeyOf)
    const folder = folders.find(({ folder_uid }) => folder_uid === secret_uid)
    if (!folder) throw notFound(`there is no record or shared folder ${secret_uid} in your vault`)
    if (folder.parent_uid !== null)
      throw invalid(
        `folder ${secret_uid} lies in shared folder ${folder.top_uid}: only the whole shared folder can be shared`,
      )
    return openOwnerKey(vault, folder.folder_key)
  }
}

type NewShares = { readonly secret_uids: readonly string[]; readonly editable: boolean }

/** Shares records and shared folders with an application: all of them, or none. */
export async function addShares(
  vault: Vault,
  { app_uid, appKey }: Application,
  { secret_uids, editable }: NewShares,
) {
  const keyOf = await secretKeys(vault)
  const shares = await Promise.all(
    secret_uids.map(async (secret_uid) => ({
      secret_uid,
      editable,
      encrypted_secret_key: toBase64(await wrapSecretKey(appKey, await keyOf(secret_uid))),
    })),
  )
  const request = { param: { app_uid }, json: { shares } }
  return (await vault.api.applications[':app_uid'].shares.$post(request)).json()
}

/** Lets devices change what is shared, or no longer. */
export async function changeShares(
  { api }: Vault,
  app_uid: string,
  { secret_uids, editable }: NewShares,
) {
  const request = { param: { app_uid }, json: { secret_uids: [...secret_uids], editable } }
  return (await api.applications[':app_uid'].shares.$patch(request)).json()
}

export async function removeShares(
  { api }: Vault,
  app_uid: string,
  secret_uids: readonly string[],
) {
  const request = { param: { app_uid }, json: { secret_uids: [...secret_uids] } }
  return (await api.applications[':app_uid'].shares.removal.$post(request)).json()
}
