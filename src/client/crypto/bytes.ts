import { invalid } from '../../kernel/errors.ts'

/** Bytes as WebCrypto takes them: over memory of their own, never over shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>

export const utf8 = (text: string): Bytes => Uint8Array.from(new TextEncoder().encode(text))

/** The text of UTF-8 bytes; anything that is not UTF-8 is refused, never replaced. */
export function textOf(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw invalid('This text is not UTF-8. Write it again as UTF-8.', { cause })
  }
}

export function concat(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export const sameBytes = (a: Bytes, b: Bytes): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at])

/** Bytes from the system's cryptographic generator. */
export const randomBytes = (length: number): Bytes =>
  globalThis.crypto.getRandomValues(new Uint8Array(length))
