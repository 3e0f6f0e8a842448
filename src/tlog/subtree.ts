import { conflict } from '../kernel/errors.ts'
import { foldPeaks } from './frontier.ts'
import { type Hash, nodeHash } from './hash.ts'
import { tileHeight } from './tile.ts'

/** `count` hashes of a tile level, the first at `start`. Never crosses the border of a tile; see `Tile` for levels. */
export type HashRange = { readonly level: number; readonly start: number; readonly count: number }

/**
 * Where the hashes of a tree come from: a store with a row for each leaf hash and tile entry answers it with one range
 * query, `hashesFromTiles` answers it from tiles fetched over HTTP or read from an export.
 */
export type ReadHashes = (range: HashRange) => Promise<readonly Hash[]>

/** The leaves [start, end). As in RFC 9162 §2.1, start is a multiple of a power of two that is no less than end - start. */
export type LeafSpan = { readonly start: number; readonly end: number }

type Subtree = { readonly height: number; readonly index: number }

/** The root hash over a span of leaves: MTH(D[start:end]) of RFC 9162 §2.1.1. */
export async function spanRoot({ start, end }: LeafSpan, read: ReadHashes): Promise<Hash> {
  const peaks = completeSubtrees({ start, end }).map((subtree) => subtreeRoot(subtree, read))
  return foldPeaks(await Promise.all(peaks))
}

/** The root hash that the log had when it held `size` entries. */
export const treeRoot = (size: number, read: ReadHashes): Promise<Hash> =>
  spanRoot({ start: 0, end: size }, read)

function completeSubtrees({ start, end }: LeafSpan): readonly Subtree[] {
  const subtrees: Subtree[] = []
  for (let at = start; at < end; ) {
    const height = heightWithin(end - at)
    subtrees.push({ height, index: at / 2 ** height })
    at += 2 ** height
  }
  return subtrees
}

/** The height of the largest complete subtree in a row of `leaves`. Math.log2 would round up just below 2^48. */
export function heightWithin(leaves: number): number {
  let height = 0
  while (2 ** (height + 1) <= leaves) height++
  return height
}

async function subtreeRoot({ height, index }: Subtree, read: ReadHashes): Promise<Hash> {
  const level = Math.floor(height / tileHeight)
  const count = 2 ** (height % tileHeight)
  const hashes = await read({ level, start: index * count, count })
  if (hashes.length !== count)
    throw conflict(
      `The log holds ${hashes.length} of ${count} hashes at level ${level} from ${index * count}: run "keepwatch verify".`,
    )
  return joinPairs(hashes)
}

/** The root over 2^n hashes. */
function joinPairs(hashes: readonly Hash[]): Hash {
  let row = hashes
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, at) =>
      nodeHash(row[2 * at] as Hash, row[2 * at + 1] as Hash),
    )
  return row[0] as Hash
}
