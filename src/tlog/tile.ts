/** How many hashes (or entries) a full tile holds: a tile spans eight levels of the tree (C2SP tlog-tiles). */
export const tileWidth = 256

/** The first entry behind the tile of an entry. */
export const tileEnd = (entry: number): number => (Math.floor(entry / tileWidth) + 1) * tileWidth

/** The height of the tree inside one tile: 2^8 = 256. */
export const tileHeight = 8

/**
 * A row of consecutive hashes. Level 0 holds leaf hashes; entry i of level L is the root of the complete subtree
 * over entries [i · 256^L, (i + 1) · 256^L). `entries` is the bundle of log entries under a level-0 tile.
 * Tile `index` starts at entry `index · 256` of its level; `width` is 1 to 256, less than 256 only at the right edge.
 */
export type Tile = {
  readonly level: number | 'entries'
  readonly index: number
  readonly width: number
}

/** One hash of a tile of level 1 or above, known as soon as its 256 children are. A store keeps a row for each. */
export type TileEntry = {
  readonly level: number
  readonly index: number
  readonly hash: Uint8Array
}

/** How many hashes a level has in a tree of `size` entries. */
const levelLength = (level: number, size: number): number => Math.floor(size / tileWidth ** level)

/** How many hashes of tile `index` exist in a tree of `size` entries: 0 (no such tile yet) to 256. */
export function widthAt(tile: Omit<Tile, 'width'>, size: number): number {
  const level = tile.level === 'entries' ? 0 : tile.level
  const beyond = levelLength(level, size) - tile.index * tileWidth
  return Math.min(Math.max(beyond, 0), tileWidth)
}

/**
 * The hash tiles that are new or wider in a tree of `to` entries than in one of `from`, lowest level first: what an
 * export has to write after growth. Every level-0 tile in the list has an entry bundle of the same index and width.
 */
export function* tilesBetween(from: number, to: number): Generator<Tile & { level: number }> {
  for (let level = 0; levelLength(level, to) > 0; level++) {
    const before = levelLength(level, from)
    const after = levelLength(level, to)
    if (before === after) return
    for (let index = Math.floor(before / tileWidth); index * tileWidth < after; index++)
      yield { level, index, width: widthAt({ level, index }, to) }
  }
}
