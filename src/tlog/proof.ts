import { invalid } from '../kernel/errors.ts'
import type { Hash } from './hash.ts'
import { heightWithin, type LeafSpan, type ReadHashes, spanRoot } from './subtree.ts'

/** The leaf `index` (from 0) of the tree that has `size` leaves. */
export type Position = { readonly index: number; readonly size: number }

/** A tree and the same tree after growth, by their numbers of leaves. */
export type Growth = { readonly from: number; readonly to: number }

/**
 * The hashes that lead from one leaf to the root, the leaf's sibling first (RFC 9162 §2.1.3.1); at most 53.
 * `invalid` when the tree has no such leaf. Check it with `isIncluded`.
 */
export async function inclusionProof(
  { index, size }: Position,
  read: ReadHashes,
): Promise<readonly Hash[]> {
  if (!isCount(index) || !isCount(size) || index >= size)
    throw invalid(`A log of ${size} entries has no entry with index ${index}.`)
  return readSpans(siblings(index, { start: 0, end: size }), read)
}

/**
 * The hashes that show that the tree of `from` leaves is the beginning of the tree of `to` leaves (RFC 9162 §2.1.4.1);
 * none when `from` is 0 or equals `to`. `invalid` when the log would have to shrink. Check it with `isConsistent`.
 */
export async function consistencyProof(
  { from, to }: Growth,
  read: ReadHashes,
): Promise<readonly Hash[]> {
  if (!isCount(from) || !isCount(to) || from > to)
    throw invalid(`A log of ${to} entries did not grow from ${from} entries.`)
  return from === 0 ? [] : readSpans(additions(from, { start: 0, end: to }), read)
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0

const readSpans = (spans: readonly LeafSpan[], read: ReadHashes) =>
  Promise.all(spans.map((span) => spanRoot(span, read)))

/** Where RFC 9162 §2.1.1 splits a span of two or more leaves: after the largest power of two less than its length. */
const splitOf = ({ start, end }: LeafSpan) => start + 2 ** heightWithin(end - start - 1)

/** PATH of RFC 9162 §2.1.3.1 as spans, deepest first. */
function siblings(index: number, span: LeafSpan): readonly LeafSpan[] {
  const { start, end } = span
  if (end - start === 1) return []
  const middle = splitOf(span)
  const left = { start, end: middle }
  const right = { start: middle, end }
  return index < middle ? [...siblings(index, left), right] : [...siblings(index, right), left]
}

/** SUBPROOF of RFC 9162 §2.1.4.1 as spans. Its flag b ("the verifier knows this hash") holds exactly when start is 0. */
function additions(from: number, span: LeafSpan): readonly LeafSpan[] {
  const { start, end } = span
  if (from === end) return start === 0 ? [] : [span]
  const middle = splitOf(span)
  const left = { start, end: middle }
  const right = { start: middle, end }
  return from <= middle ? [...additions(from, left), right] : [...additions(from, right), left]
}
