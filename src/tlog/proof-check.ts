import { emptyRoot, type Hash, nodeHash, sameHash } from './hash.ts'

/** What a log claims about one entry: `leaf` is `leafHash(entry)`, `root` and `size` come from a checkpoint. */
export type InclusionClaim = {
  readonly leaf: Hash
  readonly index: number
  readonly size: number
  readonly root: Hash
  readonly proof: readonly Hash[]
}

/** What a log claims about its growth: both trees come from checkpoints. */
export type ConsistencyClaim = {
  readonly from: TreeHead
  readonly to: TreeHead
  readonly proof: readonly Hash[]
}

export type TreeHead = { readonly size: number; readonly root: Hash }

type Side = 'left' | 'right'

const half = (count: number) => Math.floor(count / 2)
const isOdd = (count: number) => count % 2 === 1
const isSize = (count: number) => Number.isSafeInteger(count) && count >= 0

/** Whether the proof leads from the leaf at that index to the root (RFC 9162 §2.1.3.2). Never throws. */
export function isIncluded({ leaf, index, size, root, proof }: InclusionClaim): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false
  const sides = siblingSides(index, size - 1)
  return sides.length === proof.length && sameHash(climb(leaf, sides, proof), root)
}

/** Whether the proof shows that the first tree is the beginning of the second (RFC 9162 §2.1.4.2). Never throws. */
export function isConsistent({ from, to, proof }: ConsistencyClaim): boolean {
  if (!isSize(from.size) || !isSize(to.size) || from.size > to.size) return false
  if (from.size === to.size) return proof.length === 0 && sameHash(from.root, to.root)
  if (from.size === 0) return proof.length === 0 && sameHash(from.root, emptyRoot)
  return growsInto({ from, to, proof })
}

/**
 * The last complete subtree of the first tree is a node of both. From there up, the siblings on the left belong to the
 * first tree too; with those on the right the second is reached.
 */
function growsInto({ from, to, proof }: ConsistencyClaim): boolean {
  let node = from.size - 1
  let edge = to.size - 1
  for (; isOdd(node); node = half(node)) edge = half(edge)
  const [start, ...path] = node === 0 ? [from.root, ...proof] : proof
  const sides = siblingSides(node, edge)
  if (start === undefined || path.length !== sides.length) return false
  const inFirst = sides.map((side) => side === 'left')
  const first = path.filter((_, at) => inFirst[at])
  const lefts = first.map((): Side => 'left')
  return (
    sameHash(climb(start, lefts, first), from.root) && sameHash(climb(start, sides, path), to.root)
  )
}

/**
 * On which side each hash of a proof stands, from the leaf up, for a node of a level whose last node is `edge`.
 * A last node without a sibling moves up as it is and takes no hash.
 */
function siblingSides(node: number, edge: number): readonly Side[] {
  if (edge === 0) return []
  const above = siblingSides(half(node), half(edge))
  if (isOdd(node)) return ['left', ...above]
  return node < edge ? ['right', ...above] : above
}

const climb = (start: Hash, sides: readonly Side[], path: readonly Hash[]): Hash =>
  path.reduce(
    (hash, other, at) => (sides[at] === 'left' ? nodeHash(other, hash) : nodeHash(hash, other)),
    start,
  )
