import { hash } from 'node:crypto'

/** A SHA-256 value: 32 bytes. Treat as immutable: the same array is shared by frontiers, tiles and proofs. */
export type Hash = Uint8Array

export const hashBytes = 32

// Through a string, because a digest that comes back as a Buffer of its own costs twice as much.
const sha256 = (input: string | Uint8Array): Hash =>
  Buffer.from(hash('sha256', input, 'latin1'), 'latin1')

/** The root of a tree without leaves: the hash of nothing (RFC 9162 §2.1.1). */
export const emptyRoot: Hash = sha256('')

/** The hash of an entry: SHA-256(0x00 ‖ entry) (RFC 9162 §2.1.1). Text counts as its UTF-8 bytes. */
export function leafHash(entry: string | Uint8Array): Hash {
  if (typeof entry === 'string') return sha256(`\0${entry}`)
  const prefixed = Buffer.allocUnsafe(entry.length + 1)
  prefixed[0] = 0x00
  prefixed.set(entry, 1)
  return sha256(prefixed)
}

// One buffer for all inner nodes: the hash is taken before anyone else can run, and it halves the cost.
const inner = Buffer.alloc(1 + 2 * hashBytes)
inner[0] = 0x01

/** The hash of an inner node: SHA-256(0x01 ‖ left ‖ right) (RFC 9162 §2.1.1). */
export function nodeHash(left: Hash, right: Hash): Hash {
  inner.set(left, 1)
  inner.set(right, 1 + hashBytes)
  return sha256(inner)
}

/** Hashes that stand side by side, as a tile and a saved frontier hold them, each by itself: views of the same bytes. */
export const hashesOf = (row: Uint8Array): readonly Hash[] =>
  Array.from({ length: Math.floor(row.length / hashBytes) }, (_, at) =>
    row.subarray(at * hashBytes, (at + 1) * hashBytes),
  )

export const sameHash = (a: Hash, b: Hash): boolean => Buffer.compare(a, b) === 0
