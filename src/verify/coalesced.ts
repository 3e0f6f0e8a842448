import { createHash } from 'node:crypto'

/** What an event says of those that it stands for: their numbers, and a hash over their leaf hashes. */
export type Coalesced = { readonly seqs: readonly number[]; readonly leaves: string }

const seqsShape = /^\d{1,15}(-\d{1,15})?(,\d{1,15}(-\d{1,15})?)*$/
const leavesShape = /^[0-9a-f]{64}$/

/** More than that stand in no event of ours. */
const most = 10_000

function numbers(ranges: string): readonly number[] {
  const found: number[] = []
  for (const range of ranges.split(',')) {
    const [from = 0, to = from] = range.split('-').map(Number)
    for (let seq = from; seq <= to && found.length < most; seq++) found.push(seq)
  }
  return found
}

/** Reads the two values by their names. Undefined when the event stands for itself alone. */
export function coalescedBy(named: (name: string) => unknown): Coalesced | undefined {
  const seqs = named('coalesced_seqs')
  const leaves = named('coalesced_leaves')
  if (typeof seqs !== 'string' || !seqsShape.test(seqs)) return undefined
  if (typeof leaves !== 'string' || !leavesShape.test(leaves)) return undefined
  return { seqs: numbers(seqs), leaves }
}

/** The hash over leaf hashes, each 64 hexadecimal digits, in the order of their numbers. */
export const leavesOf = (hashes: readonly string[]): string =>
  createHash('sha256').update(hashes.join('')).digest('hex')
