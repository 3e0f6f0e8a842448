import { type Frontier, foldPeaks, root } from '../tlog/frontier.ts'
import { type Hash, sameHash } from '../tlog/hash.ts'
import { type TileEntry, tileWidth } from '../tlog/tile.ts'
import { Damaged } from './damage.ts'
import { explain } from './diagnosis.ts'
import type { LogSource } from './log-source.ts'

/** The leaves that were read last, and the tree before them. */
export type LastTile = { readonly before: Frontier; readonly leaves: readonly Hash[] }

async function kept({ hashes }: LogSource, level: number, index: number) {
  return (await hashes?.({ level, start: index, count: 1 }))?.[0]
}

async function leavesAfter({ hashes, size = 0 }: LogSource, start: number) {
  const count = Math.min(tileWidth, size - start)
  return count > 0 ? ((await hashes?.({ level: 0, start, count })) ?? []) : []
}

/**
 * A complete tile must have the hash that the source keeps for it one level above; sources that keep none have nothing to
 * compare with. Throws `Damaged`, and tries to tell what was done.
 */
export async function checkTileRoot(
  source: LogSource,
  { level, index, hash }: TileEntry,
  { before, leaves }: LastTile,
): Promise<void> {
  if (!source.hashes) return
  const expected = await kept(source, level, index)
  if (expected && sameHash(expected, hash)) return
  const start = index * tileWidth ** level
  if (!expected || level > 1) throw badNode(expected ? 'edited' : 'missing', level, start)
  const nextRoot = await kept(source, level, index + 1)
  const damage = explain({
    start,
    leaves,
    next: await leavesAfter(source, start + tileWidth),
    isRoot: (root) => sameHash(root, expected),
    isNextRoot: (root) =>
      nextRoot ? sameHash(root, nextRoot) : isFold([...before.peaks, expected, root], source.peaks),
  })
  throw new Damaged(damage)
}

/** Whether adjoining subtrees have the root of that right edge. */
const isFold = (roots: readonly Hash[], peaks: readonly Hash[] | undefined) =>
  peaks !== undefined && sameHash(foldPeaks(roots), foldPeaks(peaks))

function badNode(kind: 'edited' | 'missing', level: number, start: number): Damaged {
  const end = start + tileWidth ** level - 1
  const sentence = `The kept hash over the events ${start} to ${end} is ${kind}.`
  return new Damaged({ kind, seq: start, sentence })
}

/** The tree must end where the source says that it ends, in the right edge that it keeps. Throws `Damaged`. */
export function checkHead({ size, peaks }: LogSource, frontier: Frontier, last?: LastTile) {
  if (size !== undefined && frontier.size > size) {
    const sentence = `Event ${size} was put in: the tree ends before it.`
    throw new Damaged({ kind: 'inserted', seq: size, sentence })
  }
  if (size !== undefined && frontier.size < size) throw tooFew(size, frontier, peaks ?? [])
  if (!peaks || isFold(peaks, frontier.peaks)) return
  if (!last) throw new Damaged({ kind: 'edited', seq: 0, sentence: 'The kept head is edited.' })
  throw new Damaged(explainLast(last, root({ size: frontier.size, peaks })))
}

/** Subtrees that both edges have tell the end that was cut off from an event that was taken out further up. */
function tooFew(size: number, frontier: Frontier, peaks: readonly Hash[]): Damaged {
  const common = peaks.findIndex((peak, at) => !sameHash(peak, frontier.peaks[at] ?? peak))
  const isCut =
    peaks.length === 0 || common < 0 || widths(size)[common] !== widths(frontier.size)[common]
  if (isCut) {
    const sentence = `The log ends after ${frontier.size} events; its tree has ${size}.`
    return new Damaged({ kind: 'truncated', seq: frontier.size, sentence })
  }
  const seq = widths(size)
    .slice(0, common)
    .reduce((sum, width) => sum + width, 0)
  const sentence = `The log has ${frontier.size} events instead of ${size}: one was taken out at event ${seq} or after it.`
  return new Damaged({ kind: 'missing', seq, sentence })
}

/** How many leaves each peak of a tree stands over. */
function widths(size: number): readonly number[] {
  const powers: number[] = []
  for (let power = 1, rest = size; rest > 0; power *= 2, rest = Math.floor(rest / 2))
    if (rest % 2 === 1) powers.unshift(power)
  return powers
}

/** What was done to the last leaves, so that the tree does not end in that root. */
export function explainLast({ before, leaves }: LastTile, expected: Hash) {
  return explain({
    start: before.size,
    leaves,
    next: [],
    isRoot: (root) => sameHash(foldPeaks([...before.peaks, root]), expected),
    isNextRoot: () => false,
  })
}
