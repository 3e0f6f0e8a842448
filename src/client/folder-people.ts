import { emailName } from '../kernel/email-name.ts'
import { notFound } from '../kernel/errors.ts'
import { toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { wrapForPublicKey } from './crypto/ecies.ts'
import { renewFolderKey } from './folder-key.ts'
import { openOwnerKey } from './owner-key.ts'
import type { Recipient } from './transfer.ts'
import type { Vault } from './vault.ts'

/** Into which folder somebody is let, and whether they may change what lies in it. */
export type FolderShare = { readonly folder_uid: string; readonly editable: boolean }

/** The key of a shared folder of one's own. */
export async function ownFolderKey(vault: Vault, folder_uid: string): Promise<Bytes> {
  const { folders } = await (await vault.api.vault.$get()).json()
  const folder = folders.find((one) => one.folder_uid === folder_uid)
  if (!folder) throw notFound(`there is no folder ${folder_uid} in your vault`)
  return openOwnerKey(vault, folder.folder_key)
}

/** Opens a shared folder's key here and wraps it for somebody, who opens all that lies in the folder with it. */
export async function shareFolder(
  vault: Vault,
  { folder_uid, editable }: FolderShare,
  { account_uid, publicKey }: Recipient,
) {
  const folderKey = await ownFolderKey(vault, folder_uid)
  const json = { folder_key: toBase64(await wrapForPublicKey(publicKey, folderKey)), editable }
  const people = vault.api.folders[':folder_uid'].people
  return (await people[':account_uid'].$put({ param: { folder_uid, account_uid }, json })).json()
}

/** Lets somebody who is in it change what lies in it, or no longer. */
export async function changeFolderShare(
  { api }: Vault,
  { folder_uid, editable }: FolderShare,
  { account_uid }: Pick<Recipient, 'account_uid'>,
) {
  const request = { param: { folder_uid, account_uid }, json: { editable } }
  return (await api.folders[':folder_uid'].people[':account_uid'].$patch(request)).json()
}

/** Whom a shared folder is shared with. */
export const folderPeople = async ({ api }: Pick<Vault, 'api'>, folder_uid: string) =>
  (await api.folders[':folder_uid'].people.$get({ param: { folder_uid } })).json()

const leave = async ({ api }: Vault, folder_uid: string, account_uid: string) => {
  const param = { folder_uid, account_uid }
  return (await api.folders[':folder_uid'].people[':account_uid'].$delete({ param })).json()
}

/**
 * Takes somebody out of a shared folder of one's own, which gets a new key with the same step; or oneself out of somebody else's,
 * whose owner makes the new key when they next come by: who leaves is not the one to make it.
 */
export async function unshareFolder(vault: Vault, folder_uid: string, email: string) {
  const me = await (await vault.api.sessions.current.$get()).json()
  const wanted = emailName(email)
  if (wanted === me.email) return leave(vault, folder_uid, me.account_uid)
  const found = (await folderPeople(vault, folder_uid)).find((one) => one.email === wanted)
  if (!found) throw notFound(`folder ${folder_uid} is not shared with ${email}`)
  const { key_revision } = await renewFolderKey(vault, folder_uid, { people: [found.account_uid] })
  return { folder_uid, email: found.email, key_revision }
}
