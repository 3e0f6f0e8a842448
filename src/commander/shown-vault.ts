import type { Person } from '../access/person.ts'
import type { fetchVault } from '../vault/actions/fetch-vault.ts'
import { clearsCache, keyTypes, type syncDownResponse } from './messages/sync.ts'
import { fromBase64, uidBytes } from './uid-bytes.ts'
import type { Written } from './wire.ts'

/** Records, folders and applications as `sync-down` has them. */

type Fetched = Awaited<ReturnType<typeof fetchVault.run>>
type StoredRecord = Fetched['records'][number]
export type Folder = Fetched['folders'][number]
type Application = Fetched['applications'][number]
type OthersApplication = Fetched['shared_applications'][number]
export type Answer = Written<typeof syncDownResponse>

const recordVersion = 3
const applicationVersion = 5
/** How long a key is once a device wrapped it for its owner's public key. */
const eciesLength = 125

const wrapped = (key: string) => {
  const bytes = fromBase64(key)
  const isEcies = bytes.length === eciesLength
  return { bytes, type: isEcies ? keyTypes.publicKeyEcc : keyTypes.dataKeyGcm }
}

const ownKey = (uid: string, key: string, { account_uid, email }: Person) => {
  const { bytes, type } = wrapped(key)
  return {
    recordUid: uidBytes(uid),
    owner: true,
    recordKey: bytes,
    recordKeyType: type,
    canShare: true,
    canEdit: true,
    ownerAccountUid: uidBytes(account_uid),
    ownerUsername: email,
  }
}

export const recordOf = (record: StoredRecord) => ({
  recordUid: uidBytes(record.record_uid),
  revision: record.revision,
  version: recordVersion,
  shared: record.top_uid !== null,
  clientModifiedTime: record.modified_at,
  data: fromBase64(record.data),
})

const applicationOf = ({ app_uid, data, created_at }: Application) => ({
  recordUid: uidBytes(app_uid),
  revision: 1,
  version: applicationVersion,
  clientModifiedTime: created_at,
  data: fromBase64(data),
})

/** The key of an application of somebody else, wrapped for oneself, and what one may with it. */
const keyOfOthers = ({ app_uid, app_key, owner_uid, owner, permission }: OthersApplication) => ({
  recordUid: uidBytes(app_uid),
  owner: false,
  recordKey: fromBase64(app_key),
  recordKeyType: keyTypes.publicKeyEcc,
  canShare: permission === 'manage',
  canEdit: permission === 'manage',
  ownerAccountUid: uidBytes(owner_uid),
  ownerUsername: owner ?? '',
})

/** Commander wraps the key of a shared folder in the older way (CBC, 64 bytes), our own clients in the newer one (GCM, 60). */
const cbcLength = 64

function wrappedFolderKey(key: string) {
  const { bytes, type } = wrapped(key)
  return { sharedFolderKey: bytes, keyType: bytes.length === cbcLength ? keyTypes.dataKey : type }
}

/** Somebody by the names that they have here. */
type Named = Pick<Person, 'account_uid' | 'email'>

/** What somebody may in a shared folder: everything as its owner, or what they were let in for. */
export type Access = {
  readonly owner: Named
  readonly isOwn: boolean
  readonly editable: boolean
  /** The team whose private key opens the folder's key; null where that is wrapped for the person. */
  readonly team_uid: string | null
}
export type AccessTo = (topUid: string) => Access

export const isTop = ({ parent_uid }: Folder) => parent_uid === null

const sharedFolderOf = (folder: Folder, { owner, team_uid }: Access) => ({
  sharedFolderUid: uidBytes(folder.folder_uid),
  revision: 1,
  // A key that a team opens comes with the team.
  ...(team_uid === null && wrappedFolderKey(folder.folder_key)),
  data: fromBase64(folder.data),
  cacheStatus: clearsCache,
  owner: owner.email,
  ownerAccountUid: uidBytes(owner.account_uid),
})

const lowerFolderOf = ({ folder_uid, top_uid, parent_uid, folder_key, data }: Folder) => ({
  sharedFolderUid: uidBytes(top_uid),
  folderUid: uidBytes(folder_uid),
  // Commander takes no parent for the shared folder itself.
  ...(parent_uid !== null && parent_uid !== top_uid && { parentUid: uidBytes(parent_uid) }),
  sharedFolderFolderKey: fromBase64(folder_key),
  keyType: keyTypes.dataKey,
  revision: 1,
  data: fromBase64(data),
})

/** The folders of a vault: all of them are shared folders, or lie in one. */
export function foldersOf(folders: readonly Folder[], accessTo: AccessTo): Answer {
  const top = folders.filter(isTop)
  return {
    sharedFolders: top.map((folder) => sharedFolderOf(folder, accessTo(folder.folder_uid))),
    userFolderSharedFolders: top.map(({ folder_uid }) => ({
      sharedFolderUid: uidBytes(folder_uid),
      revision: 1,
    })),
    sharedFolderFolders: folders.filter((folder) => !isTop(folder)).map(lowerFolderOf),
  }
}

const sharedRecordOf = (
  { record_uid, folder_key }: StoredRecord,
  top_uid: string,
  { owner, isOwn, editable }: Access,
) => ({
  sharedFolderUid: uidBytes(top_uid),
  recordUid: uidBytes(record_uid),
  recordKey: fromBase64(folder_key ?? ''),
  canShare: isOwn,
  canEdit: editable,
  ownerAccountUid: uidBytes(owner.account_uid),
  owner: isOwn,
  ownerUsername: owner.email,
})

/** Where records lie. */
export function placesOf(records: readonly StoredRecord[], accessTo: AccessTo): Answer {
  const within = records.flatMap((record) =>
    record.top_uid === null ? [] : [{ record, top_uid: record.top_uid }],
  )
  const loose = records.filter(({ top_uid }) => top_uid === null)
  return {
    userFolderRecords: loose.map(({ record_uid, revision }) => ({
      recordUid: uidBytes(record_uid),
      revision,
    })),
    sharedFolderRecords: within.map(({ record, top_uid }) =>
      sharedRecordOf(record, top_uid, accessTo(top_uid)),
    ),
    sharedFolderFolderRecords: within.map(({ record: { record_uid, folder_uid }, top_uid }) => ({
      sharedFolderUid: uidBytes(top_uid),
      ...(folder_uid !== null && folder_uid !== top_uid && { folderUid: uidBytes(folder_uid) }),
      recordUid: uidBytes(record_uid),
      revision: 1,
    })),
  }
}

export type Member = Named & { readonly folder_uid: string; readonly editable: boolean }

export const memberOf = (
  { folder_uid, account_uid, email, editable }: Member,
  manages: boolean,
) => ({
  sharedFolderUid: uidBytes(folder_uid),
  username: email,
  manageRecords: editable,
  manageUsers: manages,
  accountUid: uidBytes(account_uid),
})

/** What is one's own, and the applications of others that one holds. */
export function ownVault(fetched: Fetched, person: Person): Answer {
  const { records, folders, applications, shared_applications } = fetched
  const accessTo: AccessTo = () => ({ owner: person, isOwn: true, editable: true, team_uid: null })
  return {
    records: [
      ...records.map(recordOf),
      ...applications.map(applicationOf),
      ...shared_applications.map((one) => ({ ...applicationOf(one), shared: true })),
    ],
    recordMetaData: [
      ...records.map(({ record_uid, owner_key }) => ownKey(record_uid, owner_key, person)),
      ...applications.map(({ app_uid, app_key }) => ownKey(app_uid, app_key, person)),
      ...shared_applications.map(keyOfOthers),
    ],
    ...foldersOf(folders, accessTo),
    ...placesOf(records, accessTo),
  }
}
