import { emailName } from '../kernel/email-name.ts'
import { notFound } from '../kernel/errors.ts'
import { toBase64 } from './crypto/base64.ts'
import { wrapForPublicKey } from './crypto/ecies.ts'
import { openOwnerKey } from './owner-key.ts'
import type { Recipient } from './transfer.ts'
import type { Vault } from './vault.ts'

type Wanted = { readonly folder_uid: string; readonly editable: boolean }

/** Opens a shared folder's key here and wraps it for somebody, who opens all that lies in the folder with it. */
export async function shareFolder(
  vault: Vault,
  { folder_uid, editable }: Wanted,
  { account_uid, publicKey }: Recipient,
) {
  const { folders } = await (await vault.api.vault.$get()).json()
  const folder = folders.find((one) => one.folder_uid === folder_uid)
  if (!folder) throw notFound(`there is no folder ${folder_uid} in your vault`)
  const folderKey = await openOwnerKey(vault, folder.folder_key)
  const json = { folder_key: toBase64(await wrapForPublicKey(publicKey, folderKey)), editable }
  const people = vault.api.folders[':folder_uid'].people
  return (await people[':account_uid'].$put({ param: { folder_uid, account_uid }, json })).json()
}

/** Lets somebody who is in it change what lies in it, or no longer. */
export async function changeFolderShare(
  { api }: Vault,
  { folder_uid, editable }: Wanted,
  { account_uid }: Pick<Recipient, 'account_uid'>,
) {
  const request = { param: { folder_uid, account_uid }, json: { editable } }
  return (await api.folders[':folder_uid'].people[':account_uid'].$patch(request)).json()
}

/** Whom a shared folder is shared with. */
export const folderPeople = async ({ api }: Pick<Vault, 'api'>, folder_uid: string) =>
  (await api.folders[':folder_uid'].people.$get({ param: { folder_uid } })).json()

/** Takes somebody out of a shared folder of one's own, or oneself out of somebody else's. */
export async function unshareFolder({ api }: Vault, folder_uid: string, email: string) {
  const me = await (await api.sessions.current.$get()).json()
  const wanted = emailName(email)
  const there = wanted === me.email ? [me] : await folderPeople({ api }, folder_uid)
  const found = there.find((one) => one.email === wanted)
  if (!found) throw notFound(`folder ${folder_uid} is not shared with ${email}`)
  const param = { folder_uid, account_uid: found.account_uid }
  return (await api.folders[':folder_uid'].people[':account_uid'].$delete({ param })).json()
}
