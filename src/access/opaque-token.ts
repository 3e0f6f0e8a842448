import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as base64url: a session token, a setup code, an invitation. */
export const newOpaqueToken = (): string => randomBytes(32).toString('base64url')

/** What the store keeps of an opaque token. It is random enough that a plain hash cannot be reversed. */
export const tokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url')
