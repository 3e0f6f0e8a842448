import { createHash } from 'node:crypto'
import { randomText } from '../kernel/ids.ts'

/** 256 random bits as text: a session token, a setup code, an invitation. */
export const newOpaqueToken = (): string => randomText(32)

/** What the store keeps of an opaque token. It is random enough that a plain hash cannot be reversed. */
export const tokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url')
