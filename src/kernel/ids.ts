import { randomBytes } from 'node:crypto'

const poolBytes = 4096
let pool = randomBytes(poolBytes)
let used = 0

/** Random bytes from a pool that is refilled in bulk: one system call serves hundreds of identifiers. */
export function random(length: number): Buffer {
  if (used + length > poolBytes) {
    pool = randomBytes(poolBytes)
    used = 0
  }
  used += length
  return pool.subarray(used - length, used)
}

/**
 * Base64url of so many random bytes. The first character is never `-`, because command lines take such a value for an option
 * (the vendor's SDKs redraw for the same reason): a setup code that began with `-V` printed the version.
 */
export function randomText(length: number): string {
  const text = random(length).toString('base64url')
  return text.startsWith('-') ? randomText(length) : text
}

/** A Keeper UID: 16 random bytes, 22 characters. */
export const newUid = (): string => randomText(16)

/** A UUID of version 7 (RFC 9562 §5.7): 48 bits of `at` in milliseconds, then random bits. */
export function newUuid(at: Date): string {
  const bytes = random(16)
  bytes.writeUIntBE(at.getTime(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
