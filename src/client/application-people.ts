import { emailName } from '../kernel/email-name.ts'
import { notFound } from '../kernel/errors.ts'
import { type Application, openApplication } from './applications.ts'
import { toBase64 } from './crypto/base64.ts'
import { wrapForPublicKey } from './crypto/ecies.ts'
import { folderPeople, shareFolder } from './folder-people.ts'
import type { Recipient } from './transfer.ts'
import type { Vault } from './vault.ts'

/** What somebody may with an application of somebody else: see it, or manage it. */
export type ApplicationPermission = 'view' | 'manage'

/** With whom an application is shared, and what they may; without that somebody new sees it, and others stay as they are. */
export type ApplicationShare = {
  readonly recipient: Recipient
  readonly permission?: ApplicationPermission | undefined
}

/** Lets somebody who holds it manage it, or only see it. */
export async function changeApplicationShare(
  { api }: Vault,
  app_uid: string,
  {
    account_uid,
    permission,
  }: Pick<Recipient, 'account_uid'> & { permission: ApplicationPermission },
) {
  const request = { param: { app_uid, account_uid }, json: { permission } }
  return (await api.applications[':app_uid'].people[':account_uid'].$patch(request)).json()
}

/** Opens the application's key here and wraps it for somebody; whoever holds it already may something else from now on. */
export async function shareApplication(
  vault: Vault,
  { app_uid, appKey }: Pick<Application, 'app_uid' | 'appKey'>,
  { recipient: { account_uid, email, publicKey }, permission }: ApplicationShare,
) {
  const { people } = await openApplication(vault, app_uid)
  const there = people.find((one) => one.account_uid === account_uid)
  if (there && (permission ?? there.permission) === there.permission)
    return { app_uid, email, permission: there.permission }
  if (there && permission)
    return changeApplicationShare(vault, app_uid, { account_uid, permission })
  const app_key = toBase64(await wrapForPublicKey(publicKey, appKey))
  const json = { app_key, permission: permission ?? ('view' as const) }
  const route = vault.api.applications[':app_uid'].people[':account_uid']
  return (await route.$put({ param: { app_uid, account_uid }, json })).json()
}

/** Into which folders somebody was let, and which records stay unread, because they lie in no shared folder. */
export type LetInto = {
  readonly folders: readonly string[]
  readonly not_shared: readonly string[]
}

/**
 * Lets somebody who holds an application of one's own also read the shared folders that it reads, where they do not yet. Records
 * that it reads by themselves stay unread: people reach what others own by its folder.
 */
export async function letIntoFolders(
  vault: Vault,
  app_uid: string,
  recipient: Recipient,
): Promise<LetInto> {
  const { shares, permission } = await openApplication(vault, app_uid)
  if (permission !== 'owner') return { folders: [], not_shared: [] }
  const folders: string[] = []
  for (const { kind, secret_uid: folder_uid } of shares) {
    if (kind !== 'folder') continue
    const people = await folderPeople(vault, folder_uid)
    if (people.some(({ account_uid }) => account_uid === recipient.account_uid)) continue
    await shareFolder(vault, { folder_uid, editable: false }, recipient)
    folders.push(folder_uid)
  }
  const records = shares.filter(({ kind }) => kind === 'record')
  return { folders, not_shared: records.map(({ secret_uid }) => secret_uid) }
}

/** Takes an application away from somebody again, or leaves one of somebody else. */
export async function unshareApplication(vault: Vault, app_uid: string, email: string) {
  const wanted = emailName(email)
  const { people } = await openApplication(vault, app_uid)
  const found = people.find((one) => one.email === wanted)
  if (!found) throw notFound(`application ${app_uid} is not shared with ${email}`)
  const param = { app_uid, account_uid: found.account_uid }
  const route = vault.api.applications[':app_uid'].people[':account_uid']
  return (await route.$delete({ param })).json()
}
