import { conflict } from '../kernel/errors.ts'
import { type Hash, hashBytes, hashesOf } from './hash.ts'
import type { ReadHashes } from './subtree.ts'
import { type Tile, tileWidth, widthAt } from './tile.ts'

/** Hands out the bytes of a tile: from HTTP, a folder, an export. The path is `formatTilePath(tile)`. */
export type FetchTile = (tile: Tile) => Promise<Uint8Array>

/** A tile as bytes: its hashes one behind the other (C2SP tlog-tiles, "Merkle Tree"). */
export const encodeTile = (hashes: readonly Hash[]): Uint8Array => Buffer.concat(hashes)

/**
 * The hashes of a tree of `size` entries, read from its tiles. Each tile is fetched once in the life of the reader,
 * full where the tree fills it. `conflict` when a tile has another length than the size demands.
 */
export function hashesFromTiles(size: number, fetchTile: FetchTile): ReadHashes {
  const fetched = new Map<string, Promise<Uint8Array>>()
  return async ({ level, start, count }) => {
    const index = Math.floor(start / tileWidth)
    const key = `${level}/${index}`
    const tile = { level, index, width: widthAt({ level, index }, size) }
    const bytes = fetched.get(key) ?? fetchWhole(tile, fetchTile)
    fetched.set(key, bytes)
    return slice(await bytes, start % tileWidth, count)
  }
}

async function fetchWhole(tile: Tile, fetchTile: FetchTile): Promise<Uint8Array> {
  const bytes = await fetchTile(tile)
  if (bytes.length !== tile.width * hashBytes)
    throw conflict(
      `Tile ${tile.index} of level ${tile.level} has ${bytes.length} bytes instead of ${tile.width * hashBytes}: fetch it again, or treat the log as damaged.`,
    )
  return bytes
}

const slice = (tile: Uint8Array, from: number, count: number): readonly Hash[] =>
  hashesOf(tile.subarray(from * hashBytes, (from + count) * hashBytes))
