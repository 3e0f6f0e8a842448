import { grown, type Hash, leafHash, rootOf, type Tree } from './growing-tree.ts'
import { type Head, isSignedBy, readHead, sameBytes } from './verify-pack.ts'

/** Reads a whole log and climbs to its root, in a browser: nothing of what the server says of it is believed. */

export const tileWidth = 256

type Range = { readonly index: number; readonly width: number }

/** Where the log is read: 256 entries a tile (C2SP tlog-tiles). */
export type LogSource = {
  /** The bytes of the entries; undefined where retention has dropped them. */
  entries(tile: Range): Promise<readonly Uint8Array[] | undefined>
  /** The hashes of the entries, which are kept for ever. */
  hashes(tile: Range): Promise<readonly Hash[]>
}

export type TreeClaims = {
  readonly checkpoint: string
  readonly vkeys: readonly string[]
  /** A checkpoint that was seen before: the log must be one that it is the beginning of. */
  readonly remembered?: string | undefined
}

export type Watching = {
  readonly signal: AbortSignal
  /** How many entries are done with. */
  told(done: number): void
}

/** What was found: no `failure` when everything fits. */
export type TreeVerdict = {
  readonly failure?: string
  readonly size: number
  /** How many entries were hashed from their own bytes, and of how many only the hash is left. */
  readonly hashed: number
  readonly dropped: number
  /** How many checkpoints that stand in the log itself fit. */
  readonly checkpoints: number
}

/** A checkpoint is written into the log soon after it was signed: so much of the way back is remembered, in tiles. */
const rememberedTiles = 32
const readAhead = 6

type Part = { readonly start: number; readonly before: Tree; readonly leaves: readonly Hash[] }
type Claim = { readonly from: string; readonly size: number; readonly root: Uint8Array }

async function fits({ size, root }: Claim, { start, before, leaves }: Part): Promise<boolean> {
  return sameBytes(await rootOf(await grown(before, leaves.slice(0, size - start))), root)
}

const decoder = new TextDecoder()

/** The checkpoints that stand in entries, as the events of the type `log_checkpoint` hold them. */
function claimsIn(entries: readonly Uint8Array[], start: number): readonly Claim[] {
  return entries.flatMap((entry, at) => {
    const text = decoder.decode(entry)
    if (!text.includes('"audit_event":"log_checkpoint"')) return []
    const { note } = JSON.parse(text) as { note: string }
    return [{ from: `event ${start + at}`, ...readHead(note) }]
  })
}

const partOf = (parts: readonly Part[], { size }: Claim) =>
  parts.find(({ start, leaves }) => size > start && size <= start + leaves.length)

async function headOf({ checkpoint, vkeys }: TreeClaims) {
  for (const vkey of vkeys) if (await isSignedBy(checkpoint, vkey)) return readHead(checkpoint)
  throw new Error('the checkpoint is not signed by a key that this browser knows')
}

const rangesOf = (size: number): readonly Range[] =>
  Array.from({ length: Math.ceil(size / tileWidth) }, (_, index) => ({
    index,
    width: Math.min(tileWidth, size - index * tileWidth),
  }))

async function readTile(source: LogSource, range: Range) {
  const entries = await source.entries(range)
  const leaves = entries ? await Promise.all(entries.map(leafHash)) : await source.hashes(range)
  if (leaves.length !== range.width)
    throw new Error(`the server gave ${leaves.length} of ${range.width} entries of a tile`)
  return { entries, leaves }
}

/** The tiles one after another, the next ones on their way already. */
async function* tiles(source: LogSource, size: number, signal: AbortSignal) {
  const ranges = rangesOf(size)
  const coming: ReturnType<typeof readTile>[] = []
  const order = (at: number) => {
    const range = ranges[at]
    if (!range) return
    const tile = readTile(source, range)
    // Whoever waits for it is told; until then nobody needs to be.
    tile.catch(() => undefined)
    coming.push(tile)
  }
  for (let at = 0; at < readAhead; at++) order(at)
  for (const { index } of ranges) {
    signal.throwIfAborted()
    const tile = await coming.shift()
    if (tile) yield { start: index * tileWidth, ...tile }
    order(index + readAhead)
  }
}

/** The first claim that contradicts the tree, and how many fit; of what is out of reach nothing is said. */
async function judge(claims: readonly Claim[], parts: readonly Part[]) {
  let fitting = 0
  for (const claim of claims) {
    const part = partOf(parts, claim)
    if (!part) continue
    if (!(await fits(claim, part))) return { fitting, misfit: claim }
    fitting += 1
  }
  return { fitting }
}

function rolledBack({ remembered }: TreeClaims, size: number): string | undefined {
  const seen = remembered === undefined ? 0 : readHead(remembered).size
  if (seen <= size) return undefined
  return `the log has ${size} events, and this browser has seen ${seen}: it was rolled back`
}

/** What somebody has signed: the checkpoint itself, and the one that this browser has seen before. */
const signedClaims = (head: Head, { remembered }: TreeClaims): readonly Claim[] => [
  { from: 'the signed checkpoint', ...head },
  ...(remembered === undefined
    ? []
    : [{ from: 'the checkpoint that this browser remembers', ...readHead(remembered) }]),
]

/** Checks the signature, then every entry up to the root. Throws what the source throws, and when it is given up. */
export async function verifyTree(
  claims: TreeClaims,
  source: LogSource,
  { signal, told }: Watching,
): Promise<TreeVerdict> {
  const head = await headOf(claims)
  const signed = signedClaims(head, claims)
  const parts: Part[] = []
  const found = { size: head.size, hashed: 0, dropped: 0, checkpoints: 0 }
  let tree: Tree = []
  for await (const { start, entries, leaves } of tiles(source, head.size, signal)) {
    const part = { start, before: tree, leaves }
    parts.push(part)
    if (parts.length > rememberedTiles) parts.shift()
    tree = await grown(tree, leaves)
    const own = await judge(entries ? claimsIn(entries, start) : [], parts)
    const misfit = own.misfit ?? (await judge(signed, [part])).misfit
    found.checkpoints += own.fitting
    found[entries ? 'hashed' : 'dropped'] += leaves.length
    if (misfit)
      return {
        ...found,
        failure: `the first ${misfit.size} events are not those that ${misfit.from} stands for`,
      }
    told(start + leaves.length)
  }
  const failure = rolledBack(claims, head.size)
  return failure === undefined ? found : { ...found, failure }
}
