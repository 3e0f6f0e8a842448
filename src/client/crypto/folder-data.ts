import { z } from 'zod'
import { invalid } from '../../kernel/errors.ts'
import { decryptCbc, encryptCbc } from './aes-cbc.ts'
import { type Bytes, utf8 } from './bytes.ts'
import { newKey, unwrapKey, wrapKey } from './key-wrap.ts'
import { parseJson } from './padded-json.ts'

const folderSchema = z.looseObject({ name: z.string().min(1).max(500) })

/** A new folder: its key stays here, the rest is stored. */
export type NewFolder = {
  readonly folderKey: Bytes
  /** Top folder: AES-GCM under the owner's data key, 60 bytes. Sub-folder: AES-CBC under the top folder's key, 64. */
  readonly encryptedFolderKey: Bytes
  /** `{"name": …}`, AES-CBC under the folder's own key. */
  readonly data: Bytes
}

/** A folder's name as it is stored; also how a folder is renamed. */
export async function encryptFolderName(folderKey: Bytes, name: string): Promise<Bytes> {
  if (!folderSchema.safeParse({ name }).success)
    throw invalid('A folder needs a name of at most 500 characters.')
  return encryptCbc(folderKey, utf8(JSON.stringify({ name })))
}

export async function decryptFolderName(folderKey: Bytes, data: Bytes): Promise<string> {
  const folder = folderSchema.safeParse(parseJson(await decryptCbc(folderKey, data)))
  if (!folder.success) throw invalid('The folder has no name. Rename it.')
  return folder.data.name
}

/** A top (shared) folder. Its key is what an application's share of the folder wraps. */
export async function createTopFolder(dataKey: Bytes, name: string): Promise<NewFolder> {
  const folderKey = newKey()
  return {
    folderKey,
    encryptedFolderKey: await wrapKey(dataKey, folderKey),
    data: await encryptFolderName(folderKey, name),
  }
}

const cbcLength = 64

/** The key of a shared folder: ours wrap it with GCM, Keeper Commander with CBC. */
export const openTopFolderKey = (dataKey: Bytes, encrypted: Bytes): Promise<Bytes> =>
  encrypted.length === cbcLength
    ? openSubFolderKey(dataKey, encrypted)
    : unwrapKey(dataKey, encrypted)

/** A folder at any depth below: its key goes under the **top** folder's key, as the SDKs expect. */
export async function createSubFolder(topFolderKey: Bytes, name: string): Promise<NewFolder> {
  const folderKey = newKey()
  return {
    folderKey,
    encryptedFolderKey: await wrapSubFolderKey(topFolderKey, folderKey),
    data: await encryptFolderName(folderKey, name),
  }
}

/** A lower folder's key under that of the shared folder on top. */
export const wrapSubFolderKey = (topFolderKey: Bytes, folderKey: Bytes): Promise<Bytes> =>
  encryptCbc(topFolderKey, folderKey)

export async function openSubFolderKey(topFolderKey: Bytes, encrypted: Bytes): Promise<Bytes> {
  const key = await decryptCbc(topFolderKey, encrypted)
  if (key.length !== 32) throw invalid('A wrapped key must hold exactly 32 bytes.')
  return key
}
