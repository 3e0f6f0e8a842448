import { decodeEntryBundle } from '../tlog/entry-bundle.ts'
import { type Hash, hashesOf } from '../tlog/hash.ts'
import { type Tile, tileWidth, widthAt } from '../tlog/tile.ts'
import { formatTilePath } from '../tlog/tile-path.ts'
import { Damaged } from './damage.ts'
import type { HeldTile, LogSource } from './log-source.ts'

/** Fetches what lies at a path under the log's prefix; undefined when there is nothing (404). */
export type FetchPath = (path: string) => Promise<Uint8Array | undefined>

const rememberedTiles = 16

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(entry: Uint8Array, seq: number): string {
  try {
    return strictUtf8.decode(entry)
  } catch (cause) {
    const sentence = `Event ${seq} is not UTF-8 text.`
    throw new Damaged({ kind: 'malformed', seq, sentence }, { cause })
  }
}

function bundleOf(bytes: Uint8Array, start: number): readonly string[] {
  try {
    return decodeEntryBundle(bytes).map((entry, at) => textOf(entry, start + at))
  } catch (cause) {
    if (cause instanceof Damaged) throw cause
    const sentence = `The events from ${start} on cannot be read: ${(cause as Error).message}`
    throw new Damaged({ kind: 'malformed', seq: start, sentence }, { cause })
  }
}

/** Hashes from tiles, of which a few are kept in memory. */
function tileHashes(size: number, fetchPath: FetchPath) {
  const recent = new Map<string, Promise<Uint8Array | undefined>>()
  const remember = (key: string, tile: Tile) => {
    const known = recent.get(key)
    if (known !== undefined) return known
    if (recent.size >= rememberedTiles) recent.delete(recent.keys().next().value ?? '')
    const fetched = fetchPath(formatTilePath(tile))
    recent.set(key, fetched)
    return fetched
  }
  return async (level: number, index: number): Promise<readonly Hash[]> => {
    const width = widthAt({ level, index }, size)
    if (width === 0) return []
    const bytes = await remember(`${level}/${index}`, { level, index, width })
    return bytes ? hashesOf(bytes) : []
  }
}

/** What a server shows: its signed checkpoint, and how to fetch the tiles under it. */
export type TileServer = {
  readonly from: string
  readonly checkpoint: string
  /** The size that the checkpoint names. */
  readonly size: number
  readonly fetchPath: FetchPath
}

/** A log behind HTTP, in the form of C2SP tlog-tiles. Entries that are no longer kept (404) leave their hashes. */
export function openTileServer({ from, checkpoint, size, fetchPath }: TileServer): LogSource {
  const tileOf = tileHashes(size, fetchPath)

  async function held(index: number): Promise<HeldTile> {
    const start = index * tileWidth
    const width = widthAt({ level: 'entries', index }, size)
    const bundle = await fetchPath(formatTilePath({ level: 'entries', index, width }))
    const leaves = await tileOf(0, index)
    const bodies = bundle && bundleOf(bundle, start)
    const seqs = (bodies ?? leaves).map((_, at) => start + at)
    return { seqs, leaves, ...(bodies && { bodies }) }
  }

  async function* tiles(): AsyncGenerator<HeldTile> {
    for (let index = 0; index * tileWidth < size; index++) yield held(index)
  }

  return {
    notes: [{ from, text: checkpoint }],
    size,
    shortness: 'rolled-back',
    tiles,
    hashes: async ({ level, start, count }) => {
      const hashes = await tileOf(level, Math.floor(start / tileWidth))
      const at = start % tileWidth
      return hashes.slice(at, at + count)
    },
    close: () => {},
  }
}
