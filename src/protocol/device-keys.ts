import type { KeyObject } from 'node:crypto'
import { keepNewest } from '../kernel/newest.ts'
import { importDeviceKey } from './envelope.ts'

/** Keys of the devices that were here last; a key object takes a few hundred bytes. */
const mostKeys = 10_000

const known = new Map<string, KeyObject>()

/** The key of a device, from base64 of its point. Importing one costs a quarter of a signature check, so they are kept. */
export function deviceKey(publicKey: string): KeyObject {
  const key = known.get(publicKey) ?? importDeviceKey(Buffer.from(publicKey, 'base64'))
  keepNewest(known, [publicKey, key], mostKeys)
  return key
}
