import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { random } from '../kernel/ids.ts'
import type { ServerKey } from './server-key.ts'

/** What a ticket lets its holder do with one file, once. */
export type FileUse = 'upload' | 'download' | 'thumbnail'

export type FileTicket = {
  readonly use: FileUse
  readonly file_uid: string
  /** Whose rules hold when it is used: its address, its expiry, its shares. */
  readonly device_uid: string
  readonly expires_at: number
}

/** Makes tickets and knows its own again. */
export type FileTickets = {
  seal(ticket: FileTicket): string
  /** Undefined when it was not made here or was changed. */
  open(text: string): FileTicket | undefined
}

const uses: readonly FileUse[] = ['upload', 'download', 'thumbnail']

/** use(1) | file(16) | device(16) | expiry(6) | nonce(8) | HMAC-SHA256(32) */
const places = { file: 1, device: 17, expiry: 33, nonce: 39, mac: 47, end: 79 }

/**
 * File URLs carry no signature of a device, so they are capabilities: bound to a device, a file and a use, for a short time,
 * and spent by their first use, which the replay set remembers. Nothing is stored until then: a poll that names a hundred
 * files costs a hundred HMACs, not a hundred rows (docs/decisions/0018).
 */
export function fileTickets({ privateKey }: Pick<ServerKey, 'privateKey'>): FileTickets {
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' })
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'keepwatch file tickets', 32))
  const macOf = (body: Uint8Array) => createHmac('sha256', key).update(body).digest()

  return {
    seal({ use, file_uid, device_uid, expires_at }) {
      const body = Buffer.alloc(places.mac)
      body.writeUInt8(uses.indexOf(use))
      body.write(file_uid, places.file, 'base64url')
      body.write(device_uid, places.device, 'base64url')
      body.writeUIntBE(expires_at, places.expiry, 6)
      random(8).copy(body, places.nonce)
      return Buffer.concat([body, macOf(body)]).toString('base64url')
    },
    open(text) {
      const bytes = Buffer.from(text, 'base64url')
      if (bytes.length !== places.end || bytes.toString('base64url') !== text) return undefined
      const body = bytes.subarray(0, places.mac)
      if (!timingSafeEqual(macOf(body), bytes.subarray(places.mac))) return undefined
      const use = uses[body.readUInt8()]
      return (
        use && {
          use,
          file_uid: body.toString('base64url', places.file, places.device),
          device_uid: body.toString('base64url', places.device, places.expiry),
          expires_at: body.readUIntBE(places.expiry, 6),
        }
      )
    },
  }
}
