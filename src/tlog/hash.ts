import { hash } from 'node:crypto'

/** A SHA-256 value: 32 bytes. Treat as immutable: the same array is shared by frontiers, tiles and proofs. */
export type Hash = Uint8Array

export const hashBytes = 32

// As a string, because a digest that comes back as a Buffer of its own costs twice as much.
const digestOf = (input: string | Uint8Array): string => hash('sha256', input, 'latin1')
const sha256 = (input: string | Uint8Array): Hash => Buffer.from(digestOf(input), 'latin1')

/** The root of a tree without leaves: the hash of nothing (RFC 9162 §2.1.1). */
export const emptyRoot: Hash = sha256('')

// One buffer for the entries that fit: the hash is taken before anyone else can run. Writing text behind its prefix into it
// costs a fifth less than hashing a longer text.
const framed = Buffer.alloc(16_384)
framed[0] = 0x00
const mostBytesOfAUnit = 3
const leafPrefix = Buffer.of(0x00)

// A view costs a fifth of what hashing through it does, so those of the lengths that most events have are made once.
const starts = new Array<Uint8Array | undefined>(2_048)

function startOfFramed(length: number): Uint8Array {
  const start = starts[length] ?? framed.subarray(0, length)
  if (length < starts.length) starts[length] = start
  return start
}

/** 0x00 ‖ entry: a view of bytes that the next call overwrites. */
function framedText(entry: string): Uint8Array {
  const most = 1 + entry.length * mostBytesOfAUnit
  if (most > framed.length) return Buffer.from(`\0${entry}`)
  return startOfFramed(1 + framed.write(entry, 1))
}

/** The hash of an entry: SHA-256(0x00 ‖ entry) (RFC 9162 §2.1.1). Text counts as its UTF-8 bytes. */
export const leafHash = (entry: string | Uint8Array): Hash =>
  sha256(typeof entry === 'string' ? framedText(entry) : Buffer.concat([leafPrefix, entry]))

/** Writes the leaf hash of an entry to a place in a row of hashes: for a third less than making an array of it. */
export const writeLeafHash = (entry: string, row: Buffer, at: number): number =>
  row.write(digestOf(framedText(entry)), at * hashBytes, 'latin1')

/** The leaf hash of an entry as 64 hexadecimal digits: how whoever holds an event is told of it. */
export const leafHashHex = (entry: string): string => hash('sha256', framedText(entry), 'hex')

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
