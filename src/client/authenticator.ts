import { type Bytes, randomBytes } from './crypto/bytes.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const bitsOfSymbol = 5

/** Base32 without padding (RFC 4648, 6): how authenticators take a secret that somebody types. */
export function toBase32(bytes: Bytes): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(new RegExp(`.{1,${bitsOfSymbol}}`, 'g')) ?? []
  return groups
    .map((group) => alphabet[Number.parseInt(group.padEnd(bitsOfSymbol, '0'), 2)])
    .join('')
}

/** As long as the hash that is made with it (RFC 4226, 4). */
const secretBytes = 20

/** What an authenticator and the server will share, in the two forms that authenticators take. */
export type Authenticator = {
  readonly secret: Bytes
  /** In groups of four, to be typed. */
  readonly typed: string
  /** To be shown as a picture. */
  readonly uri: string
}

/** A secret for an authenticator, which says that it is for `email` at `host`. */
export function newAuthenticator(email: string, host: string): Authenticator {
  const secret = randomBytes(secretBytes)
  const text = toBase32(secret)
  const label = `${encodeURIComponent(`Keepwatch ${host}`)}:${encodeURIComponent(email)}`
  const query = new URLSearchParams({ secret: text, issuer: `Keepwatch ${host}` })
  // Some authenticators show the plus sign that URLSearchParams makes of a space.
  const uri = `otpauth://totp/${label}?${query}`.replaceAll('+', '%20')
  return { secret, typed: (text.match(/.{4}/g) ?? []).join(' '), uri }
}
