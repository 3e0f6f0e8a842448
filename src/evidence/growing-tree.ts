import { sha256 } from './verify-pack.ts'

export type Hash = Uint8Array<ArrayBuffer>

/** A complete subtree at the right edge of a tree, by how many leaves it has. */
type Peak = { readonly leaves: number; readonly hash: Hash }

/** A tree that grows on the right (RFC 9162, 2.1), as its complete subtrees, the largest first. */
export type Tree = readonly Peak[]

export const leafHash = (entry: Uint8Array): Promise<Hash> => sha256(Uint8Array.of(0), entry)
const nodeHash = (left: Hash, right: Hash): Promise<Hash> => sha256(Uint8Array.of(1), left, right)

/** The root of 2^n leaves. */
async function completeRoot(leaves: readonly Hash[]): Promise<Hash> {
  let row = leaves
  while (row.length > 1) {
    const pairs = Array.from({ length: row.length / 2 }, (_, at) => row.slice(2 * at, 2 * at + 2))
    row = await Promise.all(pairs.map(([left, right]) => nodeHash(left as Hash, right as Hash)))
  }
  return row[0] as Hash
}

async function withPeak(tree: Tree, peak: Peak): Promise<Tree> {
  const last = tree.at(-1)
  if (last?.leaves !== peak.leaves) return [...tree, peak]
  const hash = await nodeHash(last.hash, peak.hash)
  return withPeak(tree.slice(0, -1), { leaves: 2 * peak.leaves, hash })
}

/** The tree with more leaves. What it had before must be a multiple of 256 leaves, and these at most 256. */
export async function grown(before: Tree, leaves: readonly Hash[]): Promise<Tree> {
  let tree = before
  for (let at = 0; at < leaves.length; ) {
    const many = 2 ** Math.floor(Math.log2(leaves.length - at))
    const hash = await completeRoot(leaves.slice(at, at + many))
    tree = await withPeak(tree, { leaves: many, hash })
    at += many
  }
  return tree
}

/** The root over all of it; of nothing the hash of nothing. */
export async function rootOf(tree: Tree): Promise<Hash> {
  const [last, ...others] = tree.toReversed()
  if (!last) return sha256()
  let { hash } = last
  for (const peak of others) hash = await nodeHash(peak.hash, hash)
  return hash
}
