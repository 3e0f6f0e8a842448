import type { Shape } from '../wire.ts'

const summary = {
  appRecordUid: [1, 'bytes'],
  lastAccess: [2, 'int'],
  recordShares: [3, 'int'],
  folderShares: [4, 'int'],
  folderRecords: [5, 'int'],
  clientCount: [6, 'int'],
  expiredClientCount: [7, 'int'],
  username: [8, 'string'],
  appData: [9, 'bytes'],
} as const satisfies Shape

export const applicationsSummary = {
  applicationSummary: [1, summary, 'repeated'],
} as const satisfies Shape

export const appInfoRequest = { appRecordUid: [1, 'bytes', 'repeated'] } as const satisfies Shape

const share = {
  secretUid: [1, 'bytes'],
  shareType: [2, 'int'],
  editable: [3, 'bool'],
  createdOn: [4, 'int'],
} as const satisfies Shape

const client = {
  id: [1, 'string'],
  clientId: [2, 'bytes'],
  createdOn: [3, 'int'],
  firstAccess: [4, 'int'],
  lastAccess: [5, 'int'],
  lockIp: [7, 'bool'],
  ipAddress: [8, 'string'],
  firstAccessExpireOn: [9, 'int'],
  accessExpireOn: [10, 'int'],
  appClientType: [11, 'int'],
} as const satisfies Shape

const appInfo = {
  appRecordUid: [1, 'bytes'],
  shares: [2, share, 'repeated'],
  clients: [3, client, 'repeated'],
} as const satisfies Shape

export const appInfoResponse = { appInfo: [1, appInfo, 'repeated'] } as const satisfies Shape

/** What a share is of, and what kind of client a device is, by Commander's numbers. */
export const shareTypes = { record: 0, folder: 1 } as const
export const generalClient = 1

export const addAppSharesRequest = {
  appRecordUid: [1, 'bytes'],
  shares: [
    2,
    {
      secretUid: [2, 'bytes'],
      shareType: [3, 'int'],
      encryptedSecretKey: [4, 'bytes'],
      editable: [5, 'bool'],
    },
    'repeated',
  ],
} as const satisfies Shape

export const removeAppSharesRequest = {
  appRecordUid: [1, 'bytes'],
  shares: [2, 'bytes', 'repeated'],
} as const satisfies Shape

export const addAppClientRequest = {
  appRecordUid: [1, 'bytes'],
  encryptedAppKey: [2, 'bytes'],
  clientId: [3, 'bytes'],
  lockIp: [4, 'bool'],
  firstAccessExpireOn: [5, 'int'],
  accessExpireOn: [6, 'int'],
  id: [7, 'string'],
  appClientType: [8, 'int'],
} as const satisfies Shape

export const removeAppClientsRequest = {
  appRecordUid: [1, 'bytes'],
  clients: [2, 'bytes', 'repeated'],
} as const satisfies Shape

export const applicationAddRequest = {
  appUid: [1, 'bytes'],
  recordKey: [2, 'bytes'],
  data: [4, 'bytes'],
} as const satisfies Shape
