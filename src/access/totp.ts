import { createHmac, timingSafeEqual } from 'node:crypto'

/** One-time codes by the time of day (RFC 6238), as every authenticator makes them: HMAC-SHA1, six digits, thirty seconds. */

const stepMs = 30_000
const digits = 6
/** A clock may be off by so many steps, either way. */
const drift = 1

export const totpStep = (at: Date): number => Math.floor(at.getTime() / stepMs)

/** The code of a step (RFC 4226, 5.3). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0x0f
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff
  return String(number % 10 ** digits).padStart(digits, '0')
}

const isSame = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

/** The step whose code this is, near `at`; undefined when it is none. Whether it was used before is for the store to say. */
export function stepOf(code: string, secret: Uint8Array, at: Date): number | undefined {
  const now = totpStep(at)
  const steps = Array.from({ length: 2 * drift + 1 }, (_, n) => now - drift + n)
  return steps.filter((step) => isSame(totpCode(secret, step), code)).at(-1)
}
