import type { Shape } from '../wire.ts'

export const recordsDetailsRequest = {
  recordUid: [2, 'bytes', 'repeated'],
  /** 0 data and shares, 1 data, 2 shares. */
  include: [3, 'int'],
} as const satisfies Shape

const userPermission = {
  username: [1, 'string'],
  owner: [2, 'bool'],
  sharable: [4, 'bool'],
  editable: [5, 'bool'],
  accountUid: [8, 'bytes'],
} as const satisfies Shape

const sharedFolderPermission = {
  sharedFolderUid: [1, 'bytes'],
  resharable: [2, 'bool'],
  editable: [3, 'bool'],
  revision: [4, 'int'],
} as const satisfies Shape

const withAccess = {
  recordUid: [1, 'bytes'],
  userPermission: [3, userPermission, 'repeated'],
  sharedFolderPermission: [4, sharedFolderPermission, 'repeated'],
} as const satisfies Shape

export const recordsDetailsResponse = {
  records: [1, withAccess, 'repeated'],
  noPermissionRecordUid: [2, 'bytes', 'repeated'],
} as const satisfies Shape

const recordAdd = {
  recordUid: [1, 'bytes'],
  recordKey: [2, 'bytes'],
  data: [4, 'bytes'],
  folderUid: [7, 'bytes'],
  /** The record's key under the key of the shared folder. */
  folderKey: [8, 'bytes'],
} as const satisfies Shape

export const recordsAddRequest = { records: [1, recordAdd, 'repeated'] } as const satisfies Shape

const recordUpdate = {
  recordUid: [1, 'bytes'],
  /** That the client read. */
  revision: [3, 'int'],
  data: [4, 'bytes'],
} as const satisfies Shape

export const recordsUpdateRequest = {
  records: [1, recordUpdate, 'repeated'],
} as const satisfies Shape

export const recordsModifyResponse = {
  records: [1, { recordUid: [1, 'bytes'], status: [2, 'int'], message: [3, 'string'] }, 'repeated'],
  revision: [2, 'int'],
} as const satisfies Shape
