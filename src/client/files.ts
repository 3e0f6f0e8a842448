import { notFound } from '../kernel/errors.ts'
import { decryptGcm, encryptGcm } from './crypto/aes-gcm.ts'
import { fromBase64, toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import {
  decryptFileData,
  encryptFileData,
  type FileData,
  withFileRef,
  withoutFileRef,
} from './crypto/file-data.ts'
import { newKey, unwrapKey, wrapKey } from './crypto/key-wrap.ts'
import { decryptRecordData, encryptRecordData } from './crypto/record-data.ts'
import { newUid } from './crypto/uid.ts'
import { openOwnerKey, ownerKeyFor } from './owner-key.ts'
import { recordKeyOf, topKeysOf } from './record-key.ts'
import type { Vault } from './vault.ts'

/** A file as its owner has it on their side: all of it, because it is encrypted in one piece. */
export type NewFile = Pick<FileData, 'name' | 'type' | 'lastModified'> & {
  readonly bytes: Bytes
  /** A small picture of it. */
  readonly thumbnail?: Bytes
}

/** A file that hangs on a record, its description opened. */
export type ListedFile = {
  readonly file_uid: string
  readonly name: string
  readonly type: string | undefined
  readonly size: number
}

type SealedFile = {
  readonly file_uid: string
  readonly owner_key: string
  readonly link_key: string
  readonly data: string
}

/** The key of a file: as its owner has it, or by the record that it hangs on. */
export const fileKeyOf = (vault: Vault, { owner_key, link_key }: SealedFile, recordKey: Bytes) =>
  openOwnerKey(vault, owner_key).catch(() => unwrapKey(recordKey, fromBase64(link_key)))

async function opened(vault: Vault, file: SealedFile, recordKey: Bytes) {
  const { file_uid, data } = file
  const key = await fileKeyOf(vault, file, recordKey)
  const { name, type, size } = await decryptFileData(key, fromBase64(data))
  return { key, listed: { file_uid, name, type, size } satisfies ListedFile }
}

export const openFiles = async (vault: Vault, files: readonly SealedFile[], recordKey: Bytes) =>
  Promise.all(files.map(async (file) => (await opened(vault, file, recordKey)).listed))

/** The public key of whom a record belongs to, where that is somebody else: it comes without its owner's key then. */
async function ownersKeyOf(
  { api }: Vault,
  record: { readonly owner_uid: string; readonly owner_key: string },
): Promise<Bytes | undefined> {
  if (record.owner_key !== '') return undefined
  const { owners } = await (await api.vault.granted.$get()).json()
  const owner = owners.find(({ account_uid }) => account_uid === record.owner_uid)
  if (!owner) throw notFound('the owner of this record is gone: read it again')
  return fromBase64(owner.public_key)
}

const raw = (body: Bytes) => ({ init: { body } })

/** Encrypts a file under a key of its own and hangs it on a record; the record's next version names it. */
export async function addFile(
  vault: Vault,
  record_uid: string,
  { bytes, thumbnail, ...about }: NewFile,
): Promise<ListedFile> {
  const { api, dataKey } = vault
  const sealed = await (await api.records[':record_uid'].$get({ param: { record_uid } })).json()
  const recordKey = await recordKeyOf(vault, sealed, topKeysOf(vault))
  const ownersKey = await ownersKeyOf(vault, sealed)
  const record = await decryptRecordData(recordKey, fromBase64(sealed.data))
  const file_uid = newUid()
  const fileKey = newKey()
  const content = await encryptGcm(fileKey, bytes)
  const json = {
    file_uid,
    record_data: toBase64(await encryptRecordData(recordKey, withFileRef(record, file_uid))),
    record_revision: sealed.revision,
    owner_key: toBase64(await ownerKeyFor(dataKey, fileKey, ownersKey)),
    link_key: toBase64(await wrapKey(recordKey, fileKey)),
    data: toBase64(await encryptFileData(fileKey, { ...about, size: bytes.length })),
    size: content.length,
  }
  const param = { file_uid }
  await api.records[':record_uid'].files.$post({ param: { record_uid }, json })
  await api.files[':file_uid'].content.$put({ param }, raw(content))
  if (thumbnail)
    await api.files[':file_uid'].thumbnail.$put(
      { param },
      raw(await encryptGcm(fileKey, thumbnail)),
    )
  return { file_uid, name: about.name, type: about.type, size: bytes.length }
}

/** A file of a record, found by its name or UID, and what opens both. */
async function foundFile(vault: Vault, record_uid: string, wanted: string) {
  const { api } = vault
  const answer = await api.records[':record_uid'].$get({ param: { record_uid } })
  const { files, ...sealed } = await answer.json()
  const recordKey = await recordKeyOf(vault, sealed, topKeysOf(vault))
  const all = await Promise.all(files.map((file) => opened(vault, file, recordKey)))
  const found = all.filter(({ listed }) => [listed.file_uid, listed.name].includes(wanted))
  const [one, another] = found
  if (!one || another)
    throw notFound(
      one
        ? `several files of record ${record_uid} are called ${wanted}: give a UID`
        : `there is no file ${wanted} on record ${record_uid}`,
    )
  return { sealed, recordKey, ...one }
}

/** Takes a file off a record, found by its name or UID; the record's next version names it no more. */
export async function removeFile(
  vault: Vault,
  record_uid: string,
  wanted: string,
): Promise<ListedFile & { readonly revision: number }> {
  const { sealed, recordKey, listed } = await foundFile(vault, record_uid, wanted)
  const record = await decryptRecordData(recordKey, fromBase64(sealed.data))
  const next = withoutFileRef(record, listed.file_uid)
  const json = {
    record_data: toBase64(await encryptRecordData(recordKey, next)),
    record_revision: sealed.revision,
    file_uids: [listed.file_uid],
  }
  const removal = vault.api.records[':record_uid'].files.removal
  const { revision } = await (await removal.$post({ param: { record_uid }, json })).json()
  return { ...listed, revision }
}

/** Fetches a file of a record, found by its name or UID, and decrypts it. */
export async function getFile(
  vault: Vault,
  record_uid: string,
  wanted: string,
): Promise<ListedFile & { readonly bytes: Bytes }> {
  const { listed, key } = await foundFile(vault, record_uid, wanted)
  const content = await vault.api.files[':file_uid'].content.$get({
    param: { file_uid: listed.file_uid },
  })
  const bytes = await decryptGcm(key, new Uint8Array(await content.arrayBuffer()))
  return { ...listed, bytes }
}
