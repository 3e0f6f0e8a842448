import { type Hash, nodeHash } from '../tlog/hash.ts'

/**
 * The tree over up to 256 leaves, a level a row, so that what-if questions cost a path and not a tree. A last node
 * without a sibling moves up as it is, which gives the tree of RFC 9162 §2.1.1.
 */
export type TileTree = { readonly levels: readonly (readonly Hash[])[] }

export function tileTree(leaves: readonly Hash[]): TileTree {
  const levels = [leaves]
  for (let row = leaves; row.length > 1; levels.push(row)) row = above(row)
  return { levels }
}

const above = (row: readonly Hash[]): readonly Hash[] =>
  Array.from({ length: Math.ceil(row.length / 2) }, (_, at) => {
    const [left, right] = row.slice(2 * at, 2 * at + 2) as [Hash, Hash?]
    return right ? nodeHash(left, right) : left
  })

export const tileRoot = (leaves: readonly Hash[]): Hash =>
  tileTree(leaves).levels.at(-1)?.[0] as Hash

/** The root if the leaves at `a` and `b` changed places. */
export function rootWithSwap({ levels }: TileTree, a: number, b: number): Hash {
  const leaf = (at: number) => levels[0]?.[at === a ? b : at === b ? a : at] as Hash
  function node(height: number, at: number): Hash {
    if (height === 0) return leaf(at)
    if (a >> height !== at && b >> height !== at) return levels[height]?.[at] as Hash
    const left = node(height - 1, 2 * at)
    const hasRight = 2 * at + 1 < (levels[height - 1]?.length ?? 0)
    return hasRight ? nodeHash(left, node(height - 1, 2 * at + 1)) : left
  }
  return node(levels.length - 1, 0)
}
