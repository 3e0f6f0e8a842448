import { perform } from '../access/action.ts'
import type { Person } from '../access/person.ts'
import { fetchVault } from '../vault/actions/fetch-vault.ts'
import type { PersonCall } from './house.ts'
import { clearsCache, keyTypes, recordTypesResponse, syncDownResponse } from './messages/sync.ts'
import { recordTypes } from './record-types.ts'
import { fromBase64, uidBytes } from './uid-bytes.ts'
import { encode, type Written } from './wire.ts'

type Fetched = Awaited<ReturnType<typeof fetchVault.run>>
type StoredRecord = Fetched['records'][number]
type Folder = Fetched['folders'][number]
type Application = Fetched['applications'][number]
type Answer = Written<typeof syncDownResponse>

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

const recordOf = (record: StoredRecord) => ({
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

/** Commander wraps the key of a shared folder in the older way (CBC, 64 bytes), our own clients in the newer one (GCM, 60). */
const isCbc = (key: string) => fromBase64(key).length === 64

const isTop = ({ parent_uid }: Folder) => parent_uid === null

const sharedFolderOf = (folder: Folder, { account_uid, email }: Person) => ({
  sharedFolderUid: uidBytes(folder.folder_uid),
  revision: 1,
  sharedFolderKey: fromBase64(folder.folder_key),
  keyType: isCbc(folder.folder_key) ? keyTypes.dataKey : keyTypes.dataKeyGcm,
  data: fromBase64(folder.data),
  cacheStatus: clearsCache,
  owner: email,
  ownerAccountUid: uidBytes(account_uid),
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
function foldersOf(folders: readonly Folder[], person: Person): Answer {
  const top = folders.filter(isTop)
  return {
    sharedFolders: top.map((folder) => sharedFolderOf(folder, person)),
    userFolderSharedFolders: top.map(({ folder_uid }) => ({
      sharedFolderUid: uidBytes(folder_uid),
      revision: 1,
    })),
    sharedFolderFolders: folders.filter((folder) => !isTop(folder)).map(lowerFolderOf),
    sharedFolderUsers: top.map(({ folder_uid }) => ({
      sharedFolderUid: uidBytes(folder_uid),
      username: person.email,
      manageRecords: true,
      manageUsers: true,
      accountUid: uidBytes(person.account_uid),
    })),
  }
}

/** Where records lie. */
function placesOf(records: readonly StoredRecord[], { account_uid, email }: Person): Answer {
  const within = records.flatMap(({ record_uid, top_uid, folder_uid, folder_key }) =>
    top_uid === null ? [] : [{ record_uid, top_uid, folder_uid, folder_key: folder_key ?? '' }],
  )
  const loose = records.filter(({ top_uid }) => top_uid === null)
  return {
    userFolderRecords: loose.map(({ record_uid, revision }) => ({
      recordUid: uidBytes(record_uid),
      revision,
    })),
    sharedFolderRecords: within.map(({ record_uid, top_uid, folder_key }) => ({
      sharedFolderUid: uidBytes(top_uid),
      recordUid: uidBytes(record_uid),
      recordKey: fromBase64(folder_key),
      canShare: true,
      canEdit: true,
      ownerAccountUid: uidBytes(account_uid),
      owner: true,
      ownerUsername: email,
    })),
    sharedFolderFolderRecords: within.map(({ record_uid, top_uid, folder_uid }) => ({
      sharedFolderUid: uidBytes(top_uid),
      ...(folder_uid !== null && folder_uid !== top_uid && { folderUid: uidBytes(folder_uid) }),
      recordUid: uidBytes(record_uid),
      revision: 1,
    })),
  }
}

function vaultOf({ records, folders, applications }: Fetched, person: Person): Answer {
  return {
    records: [...records.map(recordOf), ...applications.map(applicationOf)],
    recordMetaData: [
      ...records.map(({ record_uid, owner_key }) => ownKey(record_uid, owner_key, person)),
      ...applications.map(({ app_uid, app_key }) => ownKey(app_uid, app_key, person)),
    ],
    ...foldersOf(folders, person),
    ...placesOf(records, person),
  }
}

/** The whole vault, every time: what is asked for most is small, and an answer that clears what was known cannot be half right. */
const syncDown: PersonCall = async ({ context }) => {
  const { caller } = context
  const person = caller.who
  const vault = caller.may('vault') ? vaultOf(await perform(context, fetchVault, {}), person) : {}
  return encode(syncDownResponse, {
    continuationToken: Buffer.from('whole'),
    cacheStatus: clearsCache,
    users: [{ accountUid: uidBytes(person.account_uid), username: person.email }],
    ...vault,
  })
}

const types: PersonCall = async () =>
  encode(recordTypesResponse, {
    recordTypes: recordTypes.map((content, index) => ({
      recordTypeId: index + 1,
      content: JSON.stringify(content),
    })),
    standardCounter: recordTypes.length,
  })

export const syncCalls = {
  'vault/sync_down': syncDown,
  'vault/get_record_types': types,
} as const satisfies Readonly<Record<string, PersonCall>>
