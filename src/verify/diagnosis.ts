import { type Hash, sameHash } from '../tlog/hash.ts'
import { type Damage, Damaged } from './damage.ts'
import { rootWithSwap, tileRoot, tileTree } from './tile-tree.ts'

/**
 * How to tell what was done to a stretch of events from how their hashes differ. `edited` is what is left when nothing
 * else explains it.
 */

const found = (kind: Damage['kind'], seq: number, sentence: string) =>
  new Damaged({ kind, seq, sentence })

/** Entries as they stand, and the number that the first of them should have. */
export type Numbered = {
  readonly expected: number
  readonly seqs: readonly number[]
  readonly computed: readonly Hash[]
  /** The hash of the first entry with that number anywhere, when the source can look for it. */
  readonly find: (seq: number) => Promise<Hash | undefined>
}

/** Numbers must go up by one. Throws `Damaged` at the first that does not. */
export async function checkNumbers(numbered: Numbered): Promise<void> {
  const { expected, seqs, computed, find } = numbered
  const at = seqs.findIndex((seq, index) => seq !== expected + index)
  if (at < 0) return
  const wanted = expected + at
  const seq = seqs[at] ?? Number.NaN
  if (seq < wanted) throw repeated(seq, (await find(seq)) ?? null, computed[at] ?? null)
  if (seqs.includes(wanted) || (await find(wanted)))
    throw found('reordered', wanted, `Event ${seq} stands where event ${wanted} belongs.`)
  throw found('missing', wanted, missing(wanted, seq - 1))
}

const missing = (from: number, to: number) =>
  from === to ? `Event ${from} is missing.` : `Events ${from} to ${to} are missing.`

function repeated(seq: number, first: Hash | null, again: Hash | null): Damaged {
  if (first && again && !sameHash(first, again))
    return found('inserted', seq, `There are two different events ${seq}.`)
  return found('duplicated', seq, `Event ${seq} is there twice.`)
}

/** A tile whose leaf hashes are kept beside its entries. `keptAt` also answers for the tiles around it. */
export type Beside = {
  readonly start: number
  readonly computed: readonly Hash[]
  readonly kept: readonly Hash[]
  readonly keptAt: (seq: number) => Promise<Hash | undefined>
}

const same = (a: Hash | undefined, b: Hash | undefined) =>
  a !== undefined && b !== undefined && sameHash(a, b)

/** Every entry must have the hash that is kept beside it. Throws `Damaged` at the first that has not. */
export async function checkKept({ start, computed, kept, keptAt }: Beside): Promise<void> {
  const at = computed.findIndex((hash, index) => !same(hash, kept[index]))
  if (at < 0) return
  const seq = start + at
  const here = computed[at]
  if (!kept[at]) throw found('inserted', seq, `Event ${seq} was put in: no hash is kept for it.`)
  if (isPermutation(computed, kept))
    throw found('reordered', seq, `Event ${seq} and later ones have changed places.`)
  if (same(here, await keptAt(seq + 1)))
    throw found('missing', seq, `Event ${seq} was taken out: the next one stands in its place.`)
  if (kept.some((hash) => same(here, hash)) || same(here, await keptAt(seq - 1)))
    throw found('duplicated', seq, `In the place of event ${seq} stands a copy of another one.`)
  if (same(computed[at + 1], kept[at]))
    throw found('inserted', seq, `Event ${seq} was put in: the real one comes after it.`)
  throw found('edited', seq, `Event ${seq} is not the one that was hashed.`)
}

function isPermutation(some: readonly Hash[], others: readonly Hash[]): boolean {
  const sorted = (hashes: readonly Hash[]) => [...hashes].sort(Buffer.compare)
  const rest = sorted(others)
  return some.length === others.length && sorted(some).every((hash, at) => same(hash, rest[at]))
}

/** Up to 256 leaves that do not have the root that they should have. */
export type Misfit = {
  readonly start: number
  readonly leaves: readonly Hash[]
  /** The leaves that follow, as far as they are known, and whether a tile of them would have its root. */
  readonly next: readonly Hash[]
  readonly isRoot: (root: Hash) => boolean
  readonly isNextRoot: (root: Hash) => boolean
}

/** What would explain the misfit: two that changed places, one too many, one too few. Else something was edited. */
export function explain(misfit: Misfit): Damage {
  const explained = swapped(misfit) ?? tooMany(misfit) ?? tooFew(misfit)
  if (explained) return explained
  const { start, leaves } = misfit
  const last = start + leaves.length - 1
  const sentence = `One of the events ${start} to ${last} was edited: together they do not have the hash that was kept.`
  return { kind: 'edited', seq: start, sentence }
}

function swapped({ start, leaves, isRoot }: Misfit): Damage | undefined {
  const tree = tileTree(leaves)
  for (let a = 0; a < leaves.length; a++)
    for (let b = a + 1; b < leaves.length; b++)
      if (isRoot(rootWithSwap(tree, a, b))) {
        const sentence = `Events ${start + a} and ${start + b} have changed places.`
        return { kind: 'reordered', seq: start + a, sentence }
      }
  return undefined
}

/** Without one of them, and with the one that follows, the tile would be right. */
function tooMany({ start, leaves, next, isRoot }: Misfit): Damage | undefined {
  for (const [at, leaf] of leaves.entries()) {
    const rest = [...leaves.slice(0, at), ...leaves.slice(at + 1)]
    const full = [...rest, ...next.slice(0, 1)]
    if (![rest, full].some((some) => some.length > 0 && isRoot(tileRoot(some)))) continue
    const isCopy = rest.some((other) => sameHash(other, leaf))
    return isCopy
      ? { kind: 'duplicated', seq: start + at, sentence: `Event ${start + at} is a copy.` }
      : { kind: 'inserted', seq: start + at, sentence: `Event ${start + at} was put in later.` }
  }
  return undefined
}

/** All the following ones have moved up: what remains of this tile begins the next. */
function tooFew({ start, leaves, next, isNextRoot }: Misfit): Damage | undefined {
  const last = leaves.at(-1)
  const isShifted =
    last !== undefined && next.length > 0 && isNextRoot(tileRoot([last, ...next].slice(0, 256)))
  if (!isShifted) return undefined
  const end = start + leaves.length - 1
  const sentence = `One of the events ${start} to ${end} was taken out, and all later ones moved up.`
  return { kind: 'missing', seq: start, sentence }
}
