/**
 * A part of a file that is an entry, as it is written there. `line` counts from 1: lines of the file, or the entries of a
 * JSON list.
 */
export type RawEntry = { readonly line: number } & (
  | { readonly text: Uint8Array; readonly problem?: never }
  | { readonly problem: string; readonly text?: never }
)

const code = (character: string) => character.charCodeAt(0)
const quote = code('"')
const backslash = code('\\')
const comma = code(',')
const list = code('[')
const openers: ReadonlySet<number> = new Set([code('{'), list])
const closers: ReadonlySet<number> = new Set([code('}'), code(']')])
const longestKey = 64

const isBlank = (byte: number) => byte === 32 || (byte >= 9 && byte <= 13)

/** Follows brackets through JSON: strings are stepped over, and the last one directly in an object is remembered. */
function bracketScanner() {
  let depth = 0
  let key = ''
  let inString = false
  let escaped = false

  function inText(byte: number): void {
    if (escaped) escaped = false
    else if (byte === backslash) escaped = true
    else if (byte === quote) inString = false
    else if (depth === 1 && key.length < longestKey) key += String.fromCharCode(byte)
  }

  return {
    depth: () => depth,
    key: () => key,
    inText: () => inString,
    isOpen: () => depth > 0 || inString,
    /** 1 for a bracket that opens, -1 for one that closes. */
    step(byte: number): -1 | 0 | 1 {
      if (inString) {
        inText(byte)
        return 0
      }
      if (byte === quote) {
        inString = true
        key = ''
      }
      if (openers.has(byte)) {
        depth += 1
        return 1
      }
      if (!closers.has(byte)) return 0
      depth -= 1
      return -1
    },
  }
}

/** Where the entries are: each a JSON text of its own, or the members of a list, which an object may hold by these names. */
export type Place = 'top' | { readonly wrappers: readonly string[] }

/** Says at which bytes entries begin and end. `stray`: something else stands where an entry should. */
function itemFinder(place: Place) {
  const scan = bracketScanner()
  let itemDepth: number | undefined = place === 'top' ? 0 : undefined
  let inItem = false
  let isStray = false

  const holdsItems = (before: number) =>
    place !== 'top' && (before === 0 || (before === 1 && place.wrappers.includes(scan.key())))

  function opened(byte: number, before: number) {
    if (inItem) return undefined
    if (before !== itemDepth) {
      if (itemDepth === undefined && byte === list && holdsItems(before)) itemDepth = before + 1
      return undefined
    }
    inItem = true
    isStray = false
    return 'begin'
  }

  function closed() {
    if (inItem && scan.depth() === itemDepth) {
      inItem = false
      return 'end'
    }
    const isLeft = !inItem && itemDepth !== undefined && scan.depth() < itemDepth
    if (isLeft) itemDepth = place === 'top' ? 0 : undefined
    return undefined
  }

  function between(byte: number) {
    if (inItem || scan.depth() !== itemDepth || isBlank(byte)) return undefined
    if (byte === comma && !scan.inText()) {
      isStray = false
      return undefined
    }
    if (isStray) return undefined
    isStray = true
    return 'stray'
  }

  return {
    isOpen: scan.isOpen,
    inItem: () => inItem,
    step(byte: number): 'begin' | 'end' | 'stray' | undefined {
      const before = scan.depth()
      const turn = scan.step(byte)
      if (turn === 1) return opened(byte, before)
      return turn === -1 ? closed() : between(byte)
    },
  }
}

/** Puts together the bytes of one entry, and keeps no more of them than `most`. */
function collector(most: number) {
  let parts: Uint8Array[] = []
  let length = 0
  let line = 0
  return {
    add(part: Uint8Array): void {
      length += part.length
      if (length <= most) parts.push(part)
    },
    bad: (problem: string): RawEntry => ({ line: ++line, problem }),
    end(): RawEntry {
      line += 1
      const isWhole = length <= most
      const text = Buffer.concat(isWhole ? parts : [])
      parts = []
      length = 0
      return isWhole ? { line, text } : { line, problem: `it is longer than ${most} bytes` }
    },
  }
}

type Reader = {
  readonly finder: ReturnType<typeof itemFinder>
  readonly item: ReturnType<typeof collector>
}

/** The entries that end in a chunk; what begins in it is kept for the next. */
function* itemsOf({ finder, item }: Reader, chunk: Uint8Array): Generator<RawEntry> {
  let start = 0
  for (let at = 0; at < chunk.length; at += 1) {
    const found = finder.step(chunk[at] ?? 0)
    if (found === undefined) continue
    if (found === 'begin') start = at
    else if (found === 'stray') yield item.bad('it is no JSON object')
    else {
      item.add(chunk.subarray(start, at + 1))
      yield item.end()
    }
  }
  if (finder.inItem()) item.add(chunk.subarray(start))
}

/** The entries of a JSON file, whatever its line ends are. Reads as it comes and keeps one entry in memory. */
export async function* jsonItems(
  chunks: AsyncIterable<Uint8Array>,
  place: Place,
  most: number,
): AsyncGenerator<RawEntry> {
  const reader = { finder: itemFinder(place), item: collector(most) }
  for await (const chunk of chunks) yield* itemsOf(reader, chunk)
  if (reader.finder.isOpen()) yield reader.item.bad('the file ends in the middle of it')
}

const lineFeed = 10

/** The lines of a file that are not blank, without their line ends. */
export async function* fileLines(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<RawEntry> {
  const item = collector(most)
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      item.add(chunk.subarray(start, end))
      start = end + 1
      yield* withContent(item.end())
    }
    item.add(chunk.subarray(start))
  }
  yield* withContent(item.end())
}

function* withContent(entry: RawEntry): Generator<RawEntry> {
  if (entry.problem !== undefined) return yield entry
  const text = Buffer.from(entry.text)
  const end = text.at(-1) === 13 ? text.length - 1 : text.length
  if (!text.subarray(0, end).every(isBlank)) yield { line: entry.line, text: text.subarray(0, end) }
}
