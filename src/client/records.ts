import { fromBase64, toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { newKey, wrapKey } from './crypto/key-wrap.ts'
import { decryptRecordData, encryptRecordData, type RecordData } from './crypto/record-data.ts'
import { newUid } from './crypto/uid.ts'
import { type ListedFile, openFiles } from './files.ts'
import { ownerKeyFor } from './owner-key.ts'
import { recordKeyOf, type TopKeyOf, topKeys, topKeysOf } from './record-key.ts'
import type { Vault } from './vault.ts'
import { wholeVault } from './whole-vault.ts'

/** A record, opened on this side. */
export type OpenedRecord = {
  readonly record_uid: string
  readonly folder_uid: string | null
  readonly revision: number
  readonly modified_at: number
  readonly record: RecordData
}

type Sealed = Omit<OpenedRecord, 'record'> &
  Parameters<typeof recordKeyOf>[1] & { readonly data: string }

/** Where a new record goes: a folder, with the key of the shared folder that it is in. */
export type FolderPlace = {
  readonly folder_uid: string
  readonly topFolderKey: Bytes
  /** The number of that key. */
  readonly keyRevision: number
  /** The public key of whom the folder belongs to, where that is somebody else: what is put there is theirs. */
  readonly ownersKey?: Bytes
}

async function openSealedRecord(
  vault: Vault,
  sealed: Sealed,
  topKeyOf: TopKeyOf = topKeysOf(vault),
): Promise<OpenedRecord & { readonly recordKey: Bytes }> {
  const recordKey = await recordKeyOf(vault, sealed, topKeyOf)
  const record = await decryptRecordData(recordKey, fromBase64(sealed.data))
  const { record_uid, folder_uid, revision, modified_at } = sealed
  return { record_uid, folder_uid, revision, modified_at, record, recordKey }
}

/** Encrypts a record under a key of its own and stores it. */
export async function addRecord({ api, dataKey }: Vault, record: RecordData, place?: FolderPlace) {
  const recordKey = newKey()
  const json = {
    record_uid: newUid(),
    owner_key: toBase64(await ownerKeyFor(dataKey, recordKey, place?.ownersKey)),
    data: toBase64(await encryptRecordData(recordKey, record)),
    ...(place && {
      folder: {
        folder_uid: place.folder_uid,
        folder_key: toBase64(await wrapKey(place.topFolderKey, recordKey)),
        key_revision: place.keyRevision,
      },
    }),
  }
  return (await api.records.$post({ json })).json()
}

/** What a record has around it: files, links, and the links of other records to it; an empty path is for a login. */
type Around = {
  readonly files: readonly ListedFile[]
  readonly links: readonly { readonly linked_uid: string; readonly path: string }[]
  readonly linked_from: readonly { readonly record_uid: string; readonly path: string }[]
}

/** A record with what it has around it. */
export async function getRecord(vault: Vault, record_uid: string): Promise<OpenedRecord & Around> {
  const { files, links, linked_from, ...sealed } = await (
    await vault.api.records[':record_uid'].$get({ param: { record_uid } })
  ).json()
  const { recordKey, ...opened } = await openSealedRecord(vault, sealed)
  return { ...opened, links, linked_from, files: await openFiles(vault, files, recordKey) }
}

/** Reads a record, changes it on this side, and stores it if nobody was faster. */
export async function updateRecord(
  vault: Vault,
  record_uid: string,
  change: (record: RecordData) => RecordData,
) {
  const param = { record_uid }
  const { api } = vault
  const sealed = await (await api.records[':record_uid'].$get({ param })).json()
  const { record, revision, recordKey } = await openSealedRecord(vault, sealed)
  const data = await encryptRecordData(recordKey, change(record))
  const json = { data: toBase64(data), revision }
  return (await api.records[':record_uid'].$put({ param, json })).json()
}

export async function removeRecord({ api }: Vault, record_uid: string) {
  return (await api.records[':record_uid'].$delete({ param: { record_uid } })).json()
}

/** Every record of the vault, opened. */
export async function listRecords(vault: Vault): Promise<readonly OpenedRecord[]> {
  const { records, folders } = await wholeVault(vault)
  const topKeyOf = topKeys(vault, folders)
  const opened = records.map((sealed) => openSealedRecord(vault, sealed, topKeyOf))
  return (await Promise.all(opened)).map(({ recordKey: _, ...record }) => record)
}
