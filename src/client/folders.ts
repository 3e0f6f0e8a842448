import { notFound } from '../kernel/errors.ts'
import { fromBase64 } from './crypto/base64.ts'
import { openTopFolderKey } from './crypto/folder-data.ts'
import type { FolderPlace, Vault } from './records.ts'

/** Where a record goes when it is put into a folder: the folder, and the key of the shared folder above it. */
export async function findFolderPlace(
  { api, dataKey }: Vault,
  folder_uid: string,
): Promise<FolderPlace> {
  const { folders } = await (await api.vault.$get()).json()
  const folder = folders.find((one) => one.folder_uid === folder_uid)
  const top = folders.find((one) => one.folder_uid === folder?.top_uid)
  if (!top)
    throw notFound(`there is no folder ${folder_uid} in your vault: see keepwatch folder list`)
  return { folder_uid, topFolderKey: await openTopFolderKey(dataKey, fromBase64(top.folder_key)) }
}
