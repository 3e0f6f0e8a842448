import { invalid } from '../kernel/errors.ts'
import { emptyRoot, type Hash, hashBytes, hashesOf, nodeHash } from './hash.ts'
import { type HashRow, hashAt, joined, layOut, longestRow, withNeighbour } from './hash-row.ts'
import { type TileEntry, tileHeight } from './tile.ts'

/**
 * The right edge of a Merkle tree (RFC 9162 §2.1): all that is needed to go on appending. `peaks` are the roots of
 * the complete subtrees that the leaves fall into, one for each set bit of `size`, the largest first. Immutable, so
 * that a store can drop what a failed transaction appended by keeping the frontier it had before.
 */
export type Frontier = { readonly size: number; readonly peaks: readonly Hash[] }

/**
 * A frontier after appending, with the tile entries (level 1 and above) that became complete, the lowest level
 * of what was joined together first. A store writes them in the transaction that writes the leaves.
 */
export type Appended = { readonly frontier: Frontier; readonly closed: readonly TileEntry[] }

export const emptyFrontier: Frontier = { size: 0, peaks: [] }

const half = (count: number) => Math.floor(count / 2)

/** Appends the hash of one leaf (`leafHash`). One node hash on average. */
export const appendLeaf = (frontier: Frontier, leaf: Hash): Appended =>
  appendLeaves(frontier, [leaf])

/** Appends the hashes of leaves in order: what a group commit does, without a frontier in between for each. None of them is kept, only copies. */
export function appendLeaves({ size, peaks }: Frontier, leaves: readonly Hash[]): Appended {
  const grown: Grown = { peaks: [...peaks], closed: [] }
  let at = 0
  for (; leaves.length - at >= fewestInARow; at += longestRow)
    appendRow(grown, leaves.slice(at, at + longestRow), size + at)
  for (; at < leaves.length; at++)
    mergeInto(grown, Buffer.from(leaves[at] as Hash), { height: 0, index: size + at })
  return { frontier: { size: size + leaves.length, peaks: grown.peaks }, closed: grown.closed }
}

type Grown = { readonly peaks: Hash[]; readonly closed: TileEntry[] }

/** Where a hash stands in the tree, or the first of a row: how high, and behind how many of this height. */
type Place = { readonly height: number; readonly index: number }

/** Fewer cost less one by one. */
const fewestInARow = 4

/** Joins leaves row by row, up to the one node that stands for all but those that the rows end with. */
function appendRow(grown: Grown, leaves: readonly Hash[], size: number): void {
  const lowerPeaks: Hash[] = []
  let row = layOut(leaves)
  let place: Place = { height: 0, index: size }
  while (row.count > 1) {
    if (place.index % 2 === 1) row = withNeighbour(row, grown.peaks.pop() as Hash)
    if (row.count % 2 === 1) lowerPeaks.unshift(hashAt(row, row.count - 1))
    row = joined(row)
    place = { height: place.height + 1, index: half(place.index) }
    if (place.height % tileHeight === 0) closeEach(grown, row, place)
  }
  mergeInto(grown, hashAt(row, 0), place)
  grown.peaks.push(...lowerPeaks)
}

function closeEach({ closed }: Grown, row: HashRow, { height, index }: Place): void {
  for (let at = 0; at < row.count; at++)
    closed.push({ level: height / tileHeight, index: index + at, hash: hashAt(row, at) })
}

/** Each set low bit of the index is a complete neighbour of the same height on the left: join them upwards. */
function mergeInto({ peaks, closed }: Grown, first: Hash, { height, index }: Place): void {
  let hash = first
  let node = index
  for (let above = height + 1; node % 2 === 1; above++) {
    hash = nodeHash(peaks.pop() as Hash, hash)
    node = half(node)
    if (above % tileHeight === 0) closed.push({ level: above / tileHeight, index: node, hash })
  }
  peaks.push(hash)
}

/** The root hash of the whole tree (RFC 9162 §2.1.1). */
export function root(frontier: Frontier): Hash {
  return foldPeaks(frontier.peaks)
}

/** Joins the roots of adjoining complete subtrees, largest first, into the one above them all. */
export function foldPeaks(peaks: readonly Hash[]): Hash {
  if (peaks.length === 0) return emptyRoot
  return peaks.reduceRight((right, left) => nodeHash(left, right))
}

const sizeBytes = 8

/** The frontier as bytes: the size as a big-endian uint64, then 32 bytes a peak, the largest first. */
export function encodeFrontier({ size, peaks }: Frontier): Uint8Array {
  const head = Buffer.alloc(sizeBytes)
  head.writeBigUInt64BE(BigInt(size))
  return Buffer.concat([head, ...peaks])
}

/** Reads what `encodeFrontier` wrote; `invalid` when the bytes cannot be a frontier. */
export function decodeFrontier(bytes: Uint8Array): Frontier {
  const buffer = Buffer.from(bytes)
  const size = buffer.length < sizeBytes ? Number.NaN : Number(buffer.readBigUInt64BE())
  const peakBytes = buffer.subarray(sizeBytes)
  if (!Number.isSafeInteger(size) || peakBytes.length !== setBits(size) * hashBytes)
    throw invalid(
      `The saved state of the log's tree is damaged: ${buffer.length} bytes do not fit a size of ${size}. Restore the data folder from a backup.`,
    )
  return { size, peaks: hashesOf(peakBytes) }
}

function setBits(count: number): number {
  let bits = 0
  for (let rest = count; rest > 0; rest = half(rest)) bits += rest % 2
  return bits
}
