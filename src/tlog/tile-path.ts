import { invalid } from '../kernel/errors.ts'
import { type Tile, tileWidth } from './tile.ts'

const group = 1000
const highestLevel = 63
const shape = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/

/**
 * Where a tile or an entry bundle lies under the log's prefix (C2SP tlog-tiles): `tile/<L>/<N>[.p/<W>]`, N in groups
 * of three digits with an `x` before all but the last (1234067 is `x001/x234/067`), W only when the tile is not full.
 */
export function formatTilePath(tile: Tile): string {
  const groups = [String(tile.index % group).padStart(3, '0')]
  for (let rest = Math.floor(tile.index / group); rest > 0; rest = Math.floor(rest / group))
    groups.unshift(`x${String(rest % group).padStart(3, '0')}`)
  const partial = tile.width === tileWidth ? '' : `.p/${tile.width}`
  return `tile/${tile.level}/${groups.join('/')}${partial}`
}

/** Reads a tile path; `invalid` for anything that `formatTilePath` would write differently. */
export function parseTilePath(path: string): Tile {
  const [, level, index, width] = shape.exec(path) ?? []
  if (level === undefined || index === undefined)
    throw invalid(`"${path.slice(0, 80)}" is not the path of a tile, such as tile/0/x001/234.`)
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(index.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  }
  if (!inBounds(tile) || formatTilePath(tile) !== path)
    throw invalid(`"${path.slice(0, 80)}" is not a tile path in its one standard spelling.`)
  return tile
}

function inBounds({ level, index, width }: Tile): boolean {
  const levelExists = level === 'entries' || level <= highestLevel
  return levelExists && Number.isSafeInteger(index) && width >= 1 && width <= tileWidth
}
