import { invalid } from '../kernel/errors.ts'
import { type Hash, hashBytes } from './hash.ts'

export const encodeBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/**
 * Reads standard base64 (RFC 4648 §4); undefined for every other spelling of the same bytes: white space, missing
 * padding, stray low bits. Otherwise a log could be altered without anyone being able to tell.
 */
export function strictBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

/** Reads one hash in base64; `invalid` for anything else. */
export function decodeHash(text: string): Hash {
  const bytes = strictBase64(text)
  if (bytes?.length !== hashBytes)
    throw invalid(`"${text.slice(0, 80)}" is not a hash: ${hashBytes} bytes in standard base64.`)
  return bytes
}
