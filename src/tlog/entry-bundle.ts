import { invalid } from '../kernel/errors.ts'
import { tileWidth } from './tile.ts'

/** The longest entry that a bundle can carry, in bytes: its length is a uint16 (C2SP tlog-tiles). */
export const maxEntryBytes = 0xffff

const lengthBytes = 2

/** Up to 256 entries as a bundle: each behind its length in two bytes, big-endian (C2SP tlog-tiles, "Log entries"). */
export function encodeEntryBundle(entries: readonly (string | Uint8Array)[]): Uint8Array {
  if (entries.length > tileWidth)
    throw invalid(`A bundle holds at most ${tileWidth} entries, not ${entries.length}.`)
  return Buffer.concat(entries.flatMap(frame))
}

function frame(entry: string | Uint8Array): [Uint8Array, Uint8Array] {
  const bytes = typeof entry === 'string' ? Buffer.from(entry) : entry
  if (bytes.length > maxEntryBytes)
    throw invalid(`An entry has at most ${maxEntryBytes} bytes, not ${bytes.length}; shorten it.`)
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt16BE(bytes.length)
  return [length, bytes]
}

/** The entries of a bundle, as views into its bytes; `invalid` when it is torn or holds more than 256. */
export function decodeEntryBundle(bundle: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length)
  const entries: Uint8Array[] = []
  for (let at = 0; at < bundle.length; ) {
    const start = at + lengthBytes
    const end = start <= bundle.length ? start + view.getUint16(at) : Number.POSITIVE_INFINITY
    if (end > bundle.length)
      throw invalid(`The bundle is torn: entry ${entries.length} ends after its last byte.`)
    entries.push(bundle.subarray(start, end))
    at = end
  }
  if (entries.length > tileWidth)
    throw invalid(`A bundle holds at most ${tileWidth} entries, not ${entries.length}.`)
  return entries
}
