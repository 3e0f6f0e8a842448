/**
 * Answers as the SDKs read them. Every member is always there and says null when it has nothing: Kotlin fails on
 * an absent member, Rust on absent lists, .NET and Rust on a null `expiresOn`. All blobs come and go as standard
 * base64, except `appData`, which goes out as base64url without padding (Java and Rust read nothing else).
 */

export type FileAnswer = {
  readonly fileUid: string
  /** The file's key under the record's key. */
  readonly fileKey: string
  readonly data: string
  readonly url: string | null
  readonly thumbnailUrl: string | null
}

export type LinkAnswer = {
  readonly recordUid: string
  readonly data: string | null
  readonly path: string | null
}

export type RecordAnswer = {
  readonly recordUid: string
  /** The record's key under the folder's key inside a folder, under the application's key outside. */
  readonly recordKey: string
  readonly data: string
  readonly revision: number
  readonly isEditable: boolean
  readonly files: readonly FileAnswer[] | null
  readonly folderUid: null
  readonly innerFolderUid: string | null
  /** Only in answers to requests that ask for links. */
  readonly links?: readonly LinkAnswer[]
}

export type FolderAnswer = {
  readonly folderUid: string
  /** Top folder: AES-GCM under the application's key. Deeper: AES-CBC under the **top** folder's key. */
  readonly folderKey: string
  /** The name, AES-CBC under the folder's own key; only in `get_folders`. */
  readonly data: string | null
  readonly parent: string | null
  readonly isEditable: boolean
  readonly records: readonly RecordAnswer[] | null
}

export type SecretsAnswer = {
  readonly appData: string
  readonly encryptedAppKey: string | null
  readonly appOwnerPublicKey: string | null
  readonly folders: readonly FolderAnswer[]
  readonly records: readonly RecordAnswer[]
  /** Milliseconds since 1970; 0 means never. */
  readonly expiresOn: number
  readonly warnings: readonly string[] | null
  readonly extra: null
}

/** What a record needs to be answered; members that may be null may be left out. */
export type ServedRecord = Omit<RecordAnswer, 'files' | 'folderUid' | 'innerFolderUid'> & {
  readonly files?: readonly FileAnswer[] | undefined
  readonly innerFolderUid?: string | null
}

export type ServedApplication = {
  readonly appData: string
  /** Only until the device is bound. Both together: without the owner's key a device could never create a record. */
  readonly binding?: { readonly encryptedAppKey: string; readonly appOwnerPublicKey: string }
  /** When the access of the device ends, in milliseconds. */
  readonly expiresOn?: number | null
  readonly warnings?: readonly string[]
}

const recordAnswer = ({ links, ...record }: ServedRecord): RecordAnswer => ({
  recordUid: record.recordUid,
  recordKey: record.recordKey,
  data: record.data,
  revision: record.revision,
  isEditable: record.isEditable,
  files: record.files ?? null,
  folderUid: null,
  innerFolderUid: record.innerFolderUid ?? null,
  ...(links ? { links } : {}),
})

const urlAlphabet = (base64: string) =>
  base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

type Content = Pick<SecretsAnswer, 'folders' | 'records'>

const before = ({ appData, binding }: ServedApplication) => ({
  appData: urlAlphabet(appData),
  encryptedAppKey: binding?.encryptedAppKey ?? null,
  appOwnerPublicKey: binding?.appOwnerPublicKey ?? null,
})

const behind = ({ expiresOn, warnings }: ServedApplication) => ({
  expiresOn: expiresOn ?? 0,
  warnings: warnings ?? null,
  extra: null,
})

const around = (application: ServedApplication, content: Content): SecretsAnswer => ({
  ...before(application),
  ...content,
  ...behind(application),
})

/** A shared top folder in `get_secret`, with all records below it, those of sub-folders too. */
export type ServedShare = Pick<FolderAnswer, 'folderUid' | 'folderKey' | 'isEditable'> & {
  readonly records: readonly ServedRecord[]
}

/** What `get_secret` hands out, as JSON: shared folders (empty ones too: devices look their keys up here), and single records. */
export function secretsContent(shared: {
  readonly folders: readonly ServedShare[]
  readonly records: readonly ServedRecord[]
}): string {
  const content: Content = {
    folders: shared.folders.map(({ folderUid, folderKey, isEditable, records }) => ({
      folderUid,
      folderKey,
      data: null,
      parent: null,
      isEditable,
      records: records.map(recordAnswer),
    })),
    records: shared.records.map(recordAnswer),
  }
  return JSON.stringify(content)
}

/** The answer to `get_secret`, the JSON of a `SecretsAnswer`, around what `secretsContent` wrote. */
export function secretsAnswer(application: ServedApplication, content: string): string {
  const start = JSON.stringify(before(application))
  const end = JSON.stringify(behind(application))
  return `${start.slice(0, -1)},${content.slice(1, -1)},${end.slice(1)}`
}

/** A folder in `get_folders`; `parent` is null for a top folder and the nearest folder above for every other. */
export type ServedFolder = Omit<FolderAnswer, 'records' | 'data'> & { readonly data: string }

/** Parents before children, as the SDKs resolve keys. A folder without its parent would make them refuse the rest. */
function parentsFirst(folders: readonly ServedFolder[]): readonly ServedFolder[] {
  const children = Map.groupBy(folders, ({ parent }) => parent)
  const ordered = [...(children.get(null) ?? [])]
  for (const folder of ordered) ordered.push(...(children.get(folder.folderUid) ?? []))
  return ordered
}

/** The answer to `get_folders`: all folders, in an order that every SDK can read. */
export const foldersAnswer = (
  application: ServedApplication,
  folders: readonly ServedFolder[],
): SecretsAnswer =>
  around(application, {
    folders: parentsFirst(folders).map(({ folderUid, folderKey, data, parent, isEditable }) => ({
      folderUid,
      folderKey,
      data,
      parent,
      isEditable,
      records: null,
    })),
    records: [],
  })
