import { hash } from 'node:crypto'
import { uidBytes } from './uid-bytes.ts'

/** Numbers of an organisation, where Keeper has numbers and we have UIDs. They begin where Keeper's do. */

export const firstNumber = 2 ** 32

/** Commander takes the node whose number ends in 2 for the root. */
export const rootNode = firstNumber + 2

/** The only organisation that there is. */
export const onlyEnterprise = 1

/** The number of a person: the same every time, and in 31 bits, as Commander keeps it in the filters of alerts. */
export const userIdOf = (account_uid: string): number =>
  hash('sha256', uidBytes(account_uid), 'buffer').readUInt32BE(0) & 0x7fffffff

/** The number by which roles and teams have a person. */
export const enterpriseUserIdOf = (account_uid: string): number =>
  firstNumber + userIdOf(account_uid)
