import type { Shape } from '../wire.ts'

const settings = {
  audit: [1, 'bool'],
  emailVerified: [11, 'bool'],
  logoutTimer: [26, 'int'],
  persistentLogin: [27, 'bool'],
  recordTypesEnabled: [33, 'bool'],
} as const satisfies Shape

const keysInfo = {
  encryptionParams: [1, 'bytes'],
  /** The private number of the account's key pair under its data key: 60 bytes. */
  encryptedEccPrivateKey: [6, 'bytes'],
  eccPublicKey: [7, 'bytes'],
} as const satisfies Shape

const license = {
  productTypeId: [2, 'int'],
  productTypeName: [3, 'string'],
  /** Shown by `whoami`, which fails without it. */
  expirationDate: [4, 'string'],
  bytesUsed: [8, 'int'],
  bytesTotal: [9, 'int'],
  storageExpirationDate: [11, 'string'],
  accountType: [13, 'int'],
  enterpriseId: [15, 'int'],
  auditAndReportingEnabled: [17, 'bool'],
  isKsmEnabled: [35, 'bool'],
} as const satisfies Shape

const device = {
  encryptedDeviceToken: [1, 'bytes'],
  deviceName: [2, 'string'],
  deviceStatus: [3, 'int'],
  clientVersion: [6, 'string'],
  encryptedDataKeyPresent: [10, 'bool'],
} as const satisfies Shape

/** The status of a device that is in order. */
export const deviceOk = 1

export const accountSummary = {
  settings: [2, settings],
  keysInfo: [3, keysInfo],
  isEnterpriseAdmin: [5, 'bool'],
  license: [6, license],
  devices: [13, device, 'repeated'],
  forbidKeyType2: [18, 'bool'],
  disallowedFeatures: [20, 'string', 'repeated'],
} as const satisfies Shape

/** An account of an organisation, by Commander's numbers. */
export const enterpriseAccount = 2
