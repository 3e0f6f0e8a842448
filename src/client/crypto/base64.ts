import { invalid } from '../../kernel/errors.ts'
import type { Bytes } from './bytes.ts'

/** Standard base64 with padding (RFC 4648 §4): how keys and data travel in most members of the protocol. */
export const toBase64 = (bytes: Bytes): string => bytes.toBase64()

/** Base64url without padding (RFC 4648 §5): UIDs, tokens, the server's public key. */
export const toBase64Url = (bytes: Bytes): string =>
  bytes.toBase64({ alphabet: 'base64url', omitPadding: true })

/** Either alphabet, padded or not; the inverse of both above. */
export function fromBase64(text: string): Bytes {
  const url = text.replaceAll('+', '-').replaceAll('/', '_')
  try {
    return Uint8Array.fromBase64(url, { alphabet: 'base64url', lastChunkHandling: 'loose' })
  } catch (cause) {
    throw invalid('This is not base64. Copy the whole text again.', { cause })
  }
}
