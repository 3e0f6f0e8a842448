import { notFound } from '../kernel/errors.ts'
import { fromBase64, toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import {
  createSubFolder,
  createTopFolder,
  decryptFolderName,
  openSubFolderKey,
} from './crypto/folder-data.ts'
import { newUid } from './crypto/uid.ts'
import { renewFolderKey } from './folder-key.ts'
import { openOwnerKey } from './owner-key.ts'
import type { FolderPlace } from './records.ts'
import type { Vault } from './vault.ts'
import { type Others, wholeVault } from './whole-vault.ts'

type SealedFolder = {
  readonly folder_uid: string
  readonly parent_uid: string | null
  readonly top_uid: string
  readonly owner_uid: string
  readonly folder_key: string
  readonly data: string
  readonly created_at: number
  readonly key_due_since: number | null
}

/** A folder, opened on this side. The name of a shared folder's own `shared_folder_uid` is itself. */
export type OpenedFolder = Pick<
  SealedFolder,
  'folder_uid' | 'parent_uid' | 'created_at' | 'key_due_since'
> & {
  readonly name: string
  readonly shared_folder_uid: string
  /** Whose it is, where it is somebody else's who has let one in; null when it is one's own. */
  readonly owner: string | null
  /** Whether one may put records into it and change them. */
  readonly editable: boolean
}

type Standing = Pick<OpenedFolder, 'owner' | 'editable'>

/** Whose the folder is, and what one may do there. */
function standingIn(
  { top_uid, owner_uid }: Pick<SealedFolder, 'top_uid' | 'owner_uid'>,
  { ways, owners }: Others,
): Standing {
  const way = ways.find(({ folder_uid }) => folder_uid === top_uid)
  if (!way) return { owner: null, editable: true }
  const owner = owners.find(({ account_uid }) => account_uid === owner_uid)
  return { owner: owner?.email ?? 'somebody', editable: way.editable }
}

/**
 * Where a record goes when it is put into a folder: the folder, and the key of the shared folder above it. One's own gets a new key
 * first when that is due, so that nobody opens what comes who is no longer let in.
 */
export async function findFolderPlace(vault: Vault, folder_uid: string): Promise<FolderPlace> {
  const { folders, others } = await wholeVault(vault)
  const folder = folders.find((one) => one.folder_uid === folder_uid)
  const top = folders.find((one) => one.folder_uid === folder?.top_uid)
  if (!top)
    throw notFound(`there is no folder ${folder_uid} in your vault: see keepwatch folder list`)
  const owner = others.owners.find(({ account_uid }) => account_uid === top.owner_uid)
  if (!owner && top.key_due_since !== null) {
    await renewFolderKey(vault, top.folder_uid)
    return findFolderPlace(vault, folder_uid)
  }
  return {
    folder_uid,
    topFolderKey: await openOwnerKey(vault, top.folder_key),
    keyRevision: top.key_revision,
    ...(owner && { ownersKey: fromBase64(owner.public_key) }),
  }
}

async function opened(
  folder: SealedFolder,
  topKey: Bytes,
): Promise<Omit<OpenedFolder, keyof Standing>> {
  const { folder_uid, parent_uid, top_uid, created_at, key_due_since } = folder
  const key =
    parent_uid === null ? topKey : await openSubFolderKey(topKey, fromBase64(folder.folder_key))
  const name = await decryptFolderName(key, fromBase64(folder.data))
  return { folder_uid, name, parent_uid, shared_folder_uid: top_uid, created_at, key_due_since }
}

/** Every folder of the vault, opened; shared folders first. */
export async function listFolders(vault: Vault): Promise<readonly OpenedFolder[]> {
  const { folders, others } = await wholeVault(vault)
  const keys = new Map<string, Promise<Bytes>>()
  for (const { folder_uid, parent_uid, folder_key } of folders)
    if (parent_uid === null) keys.set(folder_uid, openOwnerKey(vault, folder_key))
  return Promise.all(
    folders.map(async (folder) => {
      const topKey = await keys.get(folder.top_uid)
      if (!topKey) throw notFound(`the shared folder of ${folder.folder_uid} is missing`)
      return { ...(await opened(folder, topKey)), ...standingIn(folder, others) }
    }),
  )
}

/** Makes a shared folder, or a folder below `parent`. */
export async function addFolder(vault: Vault, folder: { name: string; parent?: string }) {
  const { name, parent } = folder
  const place = parent ? await findFolderPlace(vault, parent) : undefined
  const made = await (place
    ? createSubFolder(place.topFolderKey, name)
    : createTopFolder(vault.dataKey, name))
  const json = {
    folder_uid: newUid(),
    folder_key: toBase64(made.encryptedFolderKey),
    data: toBase64(made.data),
    ...(parent && { parent_uid: parent }),
  }
  return (await vault.api.folders.$post({ json })).json()
}

/** Hangs a folder below another one of the same shared folder. */
export async function moveFolder({ api }: Vault, folder_uid: string, parent_uid: string) {
  const param = { folder_uid }
  return (await api.folders[':folder_uid'].parent.$put({ param, json: { parent_uid } })).json()
}

/** Removes a folder; with `force` also one that still holds something. */
export async function removeFolder(
  { api }: Vault,
  folder_uid: string,
  options: { readonly force: boolean },
) {
  const request = { param: { folder_uid }, json: options }
  return (await api.folders[':folder_uid'].removal.$post(request)).json()
}
