import { encodeEntryBundle } from '../../src/tlog/entry-bundle.ts'
import { tilesBetween, tileWidth } from '../../src/tlog/tile.ts'
import { formatTilePath } from '../../src/tlog/tile-path.ts'
import { encodeTile } from '../../src/tlog/tile-reader.ts'
import { memoryLog } from '../support/memory-log.ts'

/** A whole number from 0 to below `limit`, by chance. */
export type Chance = (limit: number) => number

/** The chance of a seed (mulberry32), so that what failed once can fail again. */
export function chanceOf(seed: number): Chance {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

type Entries = readonly Uint8Array[]
type Change = (entries: Entries, chance: Chance) => Entries

const forged = (chance: Chance) => Buffer.from(`{"seq":${chance(1e9)},"name":"forged"}`)

function withFlippedBit(entry: Uint8Array, chance: Chance): Uint8Array {
  const bytes = Uint8Array.from(entry)
  const at = chance(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << chance(8))
  return bytes
}

function swapped(entries: Entries, chance: Chance): Entries {
  const a = chance(entries.length)
  const b = (a + 1 + chance(entries.length - 1)) % entries.length
  const moved = [...entries]
  moved[a] = entries[b] as Uint8Array
  moved[b] = entries[a] as Uint8Array
  return moved
}

/**
 * What may be done to the entries of a log of two or more. Each gives other entries than it got, also where the last bundle
 * is full and what is pushed out of it is no longer part of the log.
 */
export const changes = {
  'a flipped bit': (entries, chance) => {
    const at = chance(entries.length)
    return entries.with(at, withFlippedBit(entries[at] as Uint8Array, chance))
  },
  'a deleted entry': (entries, chance) => entries.toSpliced(chance(entries.length), 1),
  'two swapped entries': swapped,
  'a duplicated entry': (entries, chance) => {
    const at = chance(entries.length - 1)
    return entries.toSpliced(at, 0, entries[at] as Uint8Array)
  },
  'a truncated end': (entries, chance) => entries.slice(0, chance(entries.length)),
  'an inserted entry': (entries, chance) =>
    entries.toSpliced(chance(entries.length), 0, forged(chance)),
  'another last entry': (entries, chance) => entries.with(-1, forged(chance)),
} as const satisfies Record<string, Change>

/** Only the entries, or the hashes over them as well, so that nothing but the signature contradicts. */
export type Care = 'naive' | 'thorough'

/** The files of a published log of `size` entries. */
export type Files = ReadonlyMap<string, Uint8Array>

/**
 * The files of a log after somebody changed its entries, under the names that its checkpoint asks for: too few or too many
 * entries end up in its last bundle.
 */
export function forgedFiles(
  original: Files,
  { entries, size, care }: { entries: Entries; size: number; care: Care },
): Files {
  const files = new Map(original)
  const log = memoryLog(entries)
  for (const tile of tilesBetween(0, size)) {
    const start = tile.index * tileWidth
    const isLast = start + tile.width === Math.floor(size / tileWidth ** tile.level)
    const end = isLast ? start + tileWidth : start + tile.width
    if (tile.level === 0) {
      const bundle = encodeEntryBundle(entries.slice(start, end))
      files.set(formatTilePath({ ...tile, level: 'entries' }), bundle)
    }
    const hashes = log.levels[tile.level]?.slice(start, end) ?? []
    if (care === 'thorough') files.set(formatTilePath(tile), encodeTile(hashes))
  }
  return files
}
