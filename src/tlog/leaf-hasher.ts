import { availableParallelism } from 'node:os'
import { type Hash, hashBytes, hashesOf, writeLeafHash } from './hash.ts'
import { type LeafThread, leafThread, runLength } from './leaf-thread.ts'

/** Fewer are hashed by the time that another thread wakes up. */
const fewestForTwo = 256
const hasSecondCore = availableParallelism() > 1

/** Takes the leaf hash of each entry and tells it, in order. */
export type LeafHasher = (
  entries: readonly string[],
  tell: (leaf: Hash, at: number) => void,
) => readonly Hash[]

let helper: LeafThread | undefined

/** The one thread of this process, if it takes part in these. */
function helperFor(entries: readonly string[]): LeafThread | undefined {
  if (!hasSecondCore || entries.length < fewestForTwo) return undefined
  helper ??= leafThread()
  return helper.begin(entries) ? helper : undefined
}

/**
 * Takes the leaf hashes of many entries, a batch at a time. They are views of memory that the next call writes anew: for whoever is
 * done with them by then. Where there is a second core it hashes the rest of a large batch while the caller uses the first ones
 * (docs/decisions/0165).
 */
export function leafHasher(helperOf = helperFor): LeafHasher {
  let row = Buffer.alloc(0)
  let leaves: readonly Hash[] = []

  function makeRoom(count: number) {
    if (count <= leaves.length) return
    row = Buffer.alloc(2 * count * hashBytes)
    leaves = hashesOf(row)
  }

  return (entries, tell) => {
    makeRoom(entries.length)
    const count = entries.length
    const hashRun = (from: number, to: number) => {
      for (let at = from; at < to; at++) writeLeafHash(entries[at] as string, row, at)
    }
    const tellRun = (from: number, to: number) => {
      for (let at = from; at < to; at++) tell(leaves[at] as Hash, at)
    }

    const help = helperOf(entries)
    // Alone, all are hashed first and then told: the same work many times in a row is done faster.
    const run = help ? runLength : count
    let own = 0
    while (own < count && (!help || help.claim())) {
      const to = Math.min(own + run, count)
      hashRun(own, to)
      tellRun(own, to)
      own = to
    }
    const found = own < count ? help?.finished() : undefined
    if (found) row.set(found.subarray(own * hashBytes, count * hashBytes), own * hashBytes)
    else hashRun(own, count)
    tellRun(own, count)
    return leaves.slice(0, count)
  }
}
