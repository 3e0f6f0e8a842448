import { invalid } from '../../kernel/errors.ts'
import { type Bytes, textOf, utf8 } from './bytes.ts'

const shortest = 384
const step = 16

/**
 * JSON as UTF-8, filled up with spaces to at least 384 bytes and then to a multiple of 16: the length of a blob
 * says little about the length of a password. Keeper's own clients do the same, and JSON readers ignore it.
 */
export function paddedJson(value: unknown): Bytes {
  const json = utf8(JSON.stringify(value))
  const length = Math.ceil(Math.max(shortest, json.length) / step) * step
  const padded = new Uint8Array(length).fill(0x20)
  padded.set(json)
  return padded
}

/** What `JSON.parse` makes of decrypted bytes; `invalid` when they hold no JSON. */
export function parseJson(bytes: Bytes): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch (cause) {
    throw invalid('The decrypted data is not JSON. Save it again from a current client.', { cause })
  }
}
