import { createHash, randomBytes } from 'node:crypto'

/**
 * 256 random bits as base64url: a session token, a setup code, an invitation. The first character is never `-`, because a
 * command line takes such a value for an option: a code that began with `-V` printed the version.
 */
export function newOpaqueToken(): string {
  const token = randomBytes(32).toString('base64url')
  return token.startsWith('-') ? newOpaqueToken() : token
}

/** What the store keeps of an opaque token. It is random enough that a plain hash cannot be reversed. */
export const tokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url')
