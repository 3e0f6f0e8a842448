import type { Shape } from '../wire.ts'

export const publicKeysRequest = { usernames: [1, 'string', 'repeated'] } as const satisfies Shape

const publicKey = {
  username: [1, 'string'],
  /** 65-byte point of P-256. */
  publicEccKey: [3, 'bytes'],
  message: [4, 'string'],
  /** Empty where there is a key. */
  errorCode: [5, 'string'],
  accountUid: [6, 'bytes'],
} as const satisfies Shape

export const publicKeysResponse = {
  keyResponses: [1, publicKey, 'repeated'],
} as const satisfies Shape

/** What a request wants of a permission. */
export const wanted = { noChange: 0, on: 1, off: 2 } as const

const typedKey = {
  encryptedKey: [1, 'bytes'],
  encryptedKeyType: [2, 'int'],
} as const satisfies Shape

/** What stands where a share does not expire: nothing, or -1, by which Commander says that it no longer does (in zigzag). */
export const never = 1

const folderUser = {
  username: [1, 'string'],
  manageUsers: [2, 'int'],
  manageRecords: [3, 'int'],
  expiration: [5, 'int'],
  /** The folder's key for this person. */
  typedSharedFolderKey: [7, typedKey],
} as const satisfies Shape

export const folderTeam = {
  teamUid: [1, 'bytes'],
  manageUsers: [2, 'bool'],
  manageRecords: [3, 'bool'],
  expiration: [5, 'int'],
  typedSharedFolderKey: [7, typedKey],
} as const satisfies Shape

const folderUpdate = {
  sharedFolderUid: [2, 'bytes'],
  defaultManageUsers: [7, 'int'],
  defaultManageRecords: [8, 'int'],
  defaultCanEdit: [9, 'int'],
  defaultCanShare: [10, 'int'],
  addUsers: [12, folderUser, 'repeated'],
  addTeams: [13, folderTeam, 'repeated'],
  updateRecords: [14, 'bytes', 'repeated'],
  updateUsers: [15, folderUser, 'repeated'],
  updateTeams: [16, folderTeam, 'repeated'],
  removeUsers: [18, 'string', 'repeated'],
  removeTeams: [19, 'bytes', 'repeated'],
} as const satisfies Shape

export const folderUpdates = { updates: [1, folderUpdate, 'repeated'] } as const satisfies Shape

const sharedRecord = {
  toUsername: [1, 'string'],
  recordUid: [2, 'bytes'],
  /** The record's key for this person. */
  recordKey: [3, 'bytes'],
  editable: [6, 'bool'],
  shareable: [7, 'bool'],
  transfer: [8, 'bool'],
  useEccKey: [9, 'bool'],
  expiration: [11, 'int'],
} as const satisfies Shape

export const recordShares = {
  addSharedRecord: [1, sharedRecord, 'repeated'],
  updateSharedRecord: [2, sharedRecord, 'repeated'],
  removeSharedRecord: [3, sharedRecord, 'repeated'],
} as const satisfies Shape

const recordShareStatus = {
  recordUid: [1, 'bytes'],
  status: [2, 'string'],
  message: [3, 'string'],
  username: [4, 'string'],
} as const satisfies Shape

export const recordSharesDone = {
  addSharedRecordStatus: [1, recordShareStatus, 'repeated'],
  updateSharedRecordStatus: [2, recordShareStatus, 'repeated'],
  removeSharedRecordStatus: [3, recordShareStatus, 'repeated'],
} as const satisfies Shape

const teamStatus = { teamUid: [1, 'bytes'], status: [2, 'string'] } as const satisfies Shape

const userStatus = { username: [1, 'string'], status: [2, 'string'] } as const satisfies Shape

export const folderUpdatesDone = {
  done: [
    1,
    {
      addUserStatus: [3, userStatus, 'repeated'],
      addTeamStatus: [4, teamStatus, 'repeated'],
      updateUserStatus: [6, userStatus, 'repeated'],
      updateTeamStatus: [7, teamStatus, 'repeated'],
      removeUserStatus: [9, userStatus, 'repeated'],
      removeTeamStatus: [10, teamStatus, 'repeated'],
      sharedFolderUid: [12, 'bytes'],
      status: [13, 'string'],
    },
    'repeated',
  ],
} as const satisfies Shape

/** Whom a folder can be shared with: the teams here, all of the one organisation. */
export const shareObjects = {
  shareTeams: [
    4,
    { teamname: [1, 'string'], enterpriseId: [2, 'int'], teamUid: [3, 'bytes'] },
    'repeated',
  ],
  shareEnterpriseNames: [
    7,
    { enterprisename: [1, 'string'], enterpriseId: [2, 'int'] },
    'repeated',
  ],
} as const satisfies Shape

export const teamMembersRequest = { teamUid: [1, 'bytes'] } as const satisfies Shape

export const teamMembersResponse = {
  enterpriseUser: [1, { enterpriseUserId: [1, 'int'], email: [2, 'string'] }, 'repeated'],
} as const satisfies Shape
