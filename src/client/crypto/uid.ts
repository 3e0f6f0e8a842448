import { toBase64Url } from './base64.ts'
import { randomBytes } from './bytes.ts'

/**
 * Base64url text of fresh random bytes that never starts with `-`: command lines take such a value for an option
 * (`ksm profile init --token -…` derives the wrong client id from it), so one that does is drawn again.
 */
export function randomText(length: number): string {
  const text = toBase64Url(randomBytes(length))
  return text.startsWith('-') ? randomText(length) : text
}

/** A Keeper UID for a thing that is made on this side: 16 random bytes, 22 characters. */
export const newUid = (): string => randomText(16)
