import type { Shape } from '../wire.ts'

/** How a key is wrapped, by Commander's numbers. */
export const keyTypes = { dataKey: 1, dataKeyGcm: 3, publicKeyEcc: 4 } as const

const sharedFolder = {
  sharedFolderUid: [1, 'bytes'],
  revision: [2, 'int'],
  sharedFolderKey: [3, 'bytes'],
  keyType: [4, 'int'],
  /** `{"name"}` under the folder's key. */
  data: [5, 'bytes'],
  cacheStatus: [10, 'int'],
  owner: [11, 'string'],
  ownerAccountUid: [12, 'bytes'],
} as const satisfies Shape

const userFolderSharedFolder = {
  folderUid: [1, 'bytes'],
  sharedFolderUid: [2, 'bytes'],
  revision: [3, 'int'],
} as const satisfies Shape

const sharedFolderFolder = {
  sharedFolderUid: [1, 'bytes'],
  folderUid: [2, 'bytes'],
  parentUid: [3, 'bytes'],
  sharedFolderFolderKey: [4, 'bytes'],
  keyType: [5, 'int'],
  revision: [6, 'int'],
  data: [7, 'bytes'],
} as const satisfies Shape

const record = {
  recordUid: [1, 'bytes'],
  revision: [2, 'int'],
  /** 3 for a record, 5 for an application. */
  version: [3, 'int'],
  shared: [4, 'bool'],
  clientModifiedTime: [5, 'int'],
  data: [6, 'bytes'],
} as const satisfies Shape

const recordMetaData = {
  recordUid: [1, 'bytes'],
  owner: [2, 'bool'],
  recordKey: [3, 'bytes'],
  recordKeyType: [4, 'int'],
  canShare: [5, 'bool'],
  canEdit: [6, 'bool'],
  ownerAccountUid: [7, 'bytes'],
  ownerUsername: [10, 'string'],
} as const satisfies Shape

const userFolderRecord = {
  folderUid: [1, 'bytes'],
  recordUid: [2, 'bytes'],
  revision: [3, 'int'],
} as const satisfies Shape

const sharedFolderRecord = {
  sharedFolderUid: [1, 'bytes'],
  recordUid: [2, 'bytes'],
  recordKey: [3, 'bytes'],
  canShare: [4, 'bool'],
  canEdit: [5, 'bool'],
  ownerAccountUid: [6, 'bytes'],
  owner: [8, 'bool'],
  ownerUsername: [10, 'string'],
} as const satisfies Shape

const sharedFolderFolderRecord = {
  sharedFolderUid: [1, 'bytes'],
  folderUid: [2, 'bytes'],
  recordUid: [3, 'bytes'],
  revision: [4, 'int'],
} as const satisfies Shape

const sharedFolderUser = {
  sharedFolderUid: [1, 'bytes'],
  username: [2, 'string'],
  manageRecords: [3, 'bool'],
  manageUsers: [4, 'bool'],
  accountUid: [5, 'bytes'],
} as const satisfies Shape

const sharedFolderTeam = {
  sharedFolderUid: [1, 'bytes'],
  teamUid: [2, 'bytes'],
  name: [3, 'string'],
  manageRecords: [4, 'bool'],
  manageUsers: [5, 'bool'],
} as const satisfies Shape

const team = {
  teamUid: [1, 'bytes'],
  name: [2, 'string'],
  /** The team's key, wrapped to the person's public key: 125 bytes. */
  teamKey: [3, 'bytes'],
  teamKeyType: [4, 'int'],
  /** The keys of shared folders, wrapped to the team's public key. */
  sharedFolderKeys: [
    10,
    { sharedFolderUid: [1, 'bytes'], sharedFolderKey: [2, 'bytes'], keyType: [3, 'int'] },
    'repeated',
  ],
  /** The private number of the team's pair under the team's key: 60 bytes. */
  teamEccPrivateKey: [11, 'bytes'],
  teamEccPublicKey: [12, 'bytes'],
} as const satisfies Shape

const user = { accountUid: [1, 'bytes'], username: [2, 'string'] } as const satisfies Shape

export const syncDownResponse = {
  continuationToken: [1, 'bytes'],
  hasMore: [2, 'bool'],
  cacheStatus: [3, 'int'],
  sharedFolders: [5, sharedFolder, 'repeated'],
  userFolderSharedFolders: [6, userFolderSharedFolder, 'repeated'],
  sharedFolderFolders: [7, sharedFolderFolder, 'repeated'],
  records: [8, record, 'repeated'],
  recordMetaData: [9, recordMetaData, 'repeated'],
  userFolderRecords: [12, userFolderRecord, 'repeated'],
  sharedFolderRecords: [13, sharedFolderRecord, 'repeated'],
  sharedFolderFolderRecords: [14, sharedFolderFolderRecord, 'repeated'],
  sharedFolderUsers: [15, sharedFolderUser, 'repeated'],
  sharedFolderTeams: [16, sharedFolderTeam, 'repeated'],
  teams: [18, team, 'repeated'],
  users: [44, user, 'repeated'],
} as const satisfies Shape

/** Whatever the client knew is void: every answer is the whole vault. */
export const clearsCache = 1

export const recordTypesResponse = {
  recordTypes: [
    1,
    { recordTypeId: [1, 'int'], content: [2, 'string'], scope: [3, 'int'] },
    'repeated',
  ],
  standardCounter: [2, 'int'],
} as const satisfies Shape
