import type { Shape } from '../wire.ts'

/** What every call of Commander is wrapped in (numbers as in the descriptors of `keepercommander` 18.0.13). */

export const apiRequest = {
  /** The transmission key for the server's key: 125 bytes. */
  encryptedTransmissionKey: [1, 'bytes'],
  publicKeyId: [2, 'int'],
  locale: [3, 'string'],
  /** An `apiPayload` under the transmission key. */
  encryptedPayload: [4, 'bytes'],
} as const satisfies Shape

export const apiPayload = {
  payload: [1, 'bytes'],
  /** Of calls that need a session; those in JSON name it in their text. */
  encryptedSessionToken: [2, 'bytes'],
  timeToken: [3, 'bytes'],
  apiVersion: [4, 'int'],
} as const satisfies Shape
