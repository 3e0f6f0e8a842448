import type { Shape } from '../wire.ts'

export const deviceRegistrationRequest = {
  clientVersion: [1, 'string'],
  deviceName: [2, 'string'],
  /** 65-byte point of P-256. */
  devicePublicKey: [3, 'bytes'],
} as const satisfies Shape

export const device = { encryptedDeviceToken: [1, 'bytes'] } as const satisfies Shape

export const startLoginRequest = {
  encryptedDeviceToken: [1, 'bytes'],
  username: [2, 'string'],
  clientVersion: [3, 'string'],
  encryptedLoginToken: [5, 'bytes'],
  loginType: [6, 'int'],
  loginMethod: [8, 'int'],
  cloneCode: [10, 'bytes'],
} as const satisfies Shape

export const validateAuthHashRequest = {
  passwordMethod: [1, 'int'],
  /** SHA-256 of the stretched password: the account's verifier. */
  authResponse: [2, 'bytes'],
  encryptedLoginToken: [3, 'bytes'],
} as const satisfies Shape

const salt = {
  iterations: [1, 'int'],
  salt: [2, 'bytes'],
  algorithm: [3, 'int'],
  uid: [4, 'bytes'],
  name: [5, 'string'],
} as const satisfies Shape

const twoFactorChannel = {
  channelType: [1, 'int'],
  channelUid: [2, 'bytes'],
  channelName: [3, 'string'],
} as const satisfies Shape

export const loginResponse = {
  loginState: [1, 'int'],
  accountUid: [2, 'bytes'],
  primaryUsername: [3, 'string'],
  encryptedDataKey: [4, 'bytes'],
  encryptedDataKeyType: [5, 'int'],
  encryptedLoginToken: [6, 'bytes'],
  encryptedSessionToken: [7, 'bytes'],
  sessionTokenType: [8, 'int'],
  message: [9, 'string'],
  channels: [11, twoFactorChannel, 'repeated'],
  salt: [12, salt, 'repeated'],
  cloneCode: [13, 'bytes'],
} as const satisfies Shape

/** Where a login stands. */
export const loginStates = { requires2fa: 12, requiresAuthHash: 13, loggedIn: 99 } as const

/** What the data key of an account is wrapped with. */
export const dataKeyTypes = { byDevicePublicKey: 1, byPassword: 2 } as const

/** The ways to prove a second factor, by Commander's numbers. */
export const channelTypes = { totp: 1, backup: 5 } as const

export const twoFactorValidateRequest = {
  encryptedLoginToken: [1, 'bytes'],
  valueType: [2, 'int'],
  value: [3, 'string'],
} as const satisfies Shape

export const twoFactorValidateResponse = {
  encryptedLoginToken: [1, 'bytes'],
} as const satisfies Shape

export const userSettingRequest = {
  setting: [1, 'string'],
  value: [2, 'string'],
} as const satisfies Shape

export const registerDataKeyRequest = {
  encryptedDeviceToken: [1, 'bytes'],
  /** The data key for the device's own public key: 125 bytes. */
  encryptedDeviceDataKey: [2, 'bytes'],
} as const satisfies Shape
