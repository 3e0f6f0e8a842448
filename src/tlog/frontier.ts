import { invalid } from '../kernel/errors.ts'
import { emptyRoot, type Hash, hashBytes, hashesOf, nodeHash } from './hash.ts'
import { type TileEntry, tileHeight } from './tile.ts'

/**
 * The right edge of a Merkle tree (RFC 9162 §2.1): all that is needed to go on appending. `peaks` are the roots of
 * the complete subtrees that the leaves fall into, one for each set bit of `size`, the largest first. Immutable, so
 * that a store can drop what a failed transaction appended by keeping the frontier it had before.
 */
export type Frontier = { readonly size: number; readonly peaks: readonly Hash[] }

/**
 * A frontier after appending, with the tile entries (level 1 and above) that became complete, in the order in
 * which they closed. A store writes them in the transaction that writes the leaves.
 */
export type Appended = { readonly frontier: Frontier; readonly closed: readonly TileEntry[] }

export const emptyFrontier: Frontier = { size: 0, peaks: [] }

const half = (count: number) => Math.floor(count / 2)

/** Appends the hash of one leaf (`leafHash`). One node hash on average. */
export const appendLeaf = (frontier: Frontier, leaf: Hash): Appended =>
  appendLeaves(frontier, [leaf])

/** Appends the hashes of leaves in order: what a group commit does, without a frontier in between for each. */
export function appendLeaves(frontier: Frontier, leaves: readonly Hash[]): Appended {
  const peaks = [...frontier.peaks]
  const closed: TileEntry[] = []
  let size = frontier.size
  for (const leaf of leaves) {
    mergeInto(peaks, { leaf, index: size, closed })
    size++
  }
  return { frontier: { size, peaks }, closed }
}

/** Each set low bit of the leaf's index is a complete neighbour of the same height on its left: join them upwards. */
function mergeInto(
  peaks: Hash[],
  { leaf, index, closed }: { leaf: Hash; index: number; closed: TileEntry[] },
): void {
  let hash = leaf
  let node = index
  for (let height = 1; node % 2 === 1; height++) {
    hash = nodeHash(peaks.pop() as Hash, hash)
    node = half(node)
    if (height % tileHeight === 0) closed.push({ level: height / tileHeight, index: node, hash })
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
