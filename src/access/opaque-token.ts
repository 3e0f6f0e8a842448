import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as base64url: a session token, a setup code, an invitation. */
export const newOpaqueToken = (): string => randomBytes(32).toString('base64url')

/** What the store keeps of an opaque token. It is random enough that a plain hash cannot be reversed. */
export const tokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url')

const nameBytes = 16

/** What events call a session by: 22 characters, from which neither its token nor what the store keeps of it can be had. */
export const sessionName = (hash: string): string =>
  createHash('sha256')
    .update(`session ${hash}`)
    .digest()
    .subarray(0, nameBytes)
    .toString('base64url')
