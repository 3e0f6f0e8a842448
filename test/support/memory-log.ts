import { appendLeaf, emptyFrontier, type Frontier } from '../../src/tlog/frontier.ts'
import { type Hash, leafHash } from '../../src/tlog/hash.ts'
import type { ReadHashes } from '../../src/tlog/subtree.ts'

/** What a store keeps of a log: a row for each leaf hash, a row for each closed tile entry, and the frontier. */
export type MemoryLog = {
  readonly entries: readonly Uint8Array[]
  readonly levels: readonly (readonly Hash[])[]
  readonly frontier: Frontier
  readonly read: ReadHashes
}

export function memoryLog(entries: readonly Uint8Array[]): MemoryLog {
  const levels: Hash[][] = [[]]
  let frontier = emptyFrontier
  for (const entry of entries) {
    const leaf = leafHash(entry)
    levels[0]?.push(leaf)
    const appended = appendLeaf(frontier, leaf)
    frontier = appended.frontier
    for (const { level, index, hash } of appended.closed) {
      levels[level] ??= []
      const row = levels[level]
      if (row.push(hash) !== index + 1) throw new Error(`level ${level} skipped entry ${index}`)
    }
  }
  const read: ReadHashes = async ({ level, start, count }) =>
    (levels[level] ?? []).slice(start, start + count)
  return { entries, levels, frontier, read }
}

export const numberedEntries = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => Buffer.from(`{"seq":${index},"name":"é ${index}"}`))
