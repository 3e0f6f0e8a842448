import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryLog, numberedEntries } from '../../test/support/memory-log.ts'
import { naiveRoot } from '../../test/support/naive-tree.ts'
import {
  appendLeaf,
  appendLeaves,
  decodeFrontier,
  emptyFrontier,
  encodeFrontier,
  root,
} from './frontier.ts'
import { hashesOf, leafHash } from './hash.ts'
import type { TileEntry } from './tile.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const grow = (count: number) => appendLeaves(emptyFrontier, numberedEntries(count).map(leafHash))

test('eight known entries have the root that Certificate Transparency published', () => {
  const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657']
  const leaves = [...entries, '606162636465666768696a6b6c6d6e6f'].map((entry) =>
    leafHash(Buffer.from(entry, 'hex')),
  )
  expect(hex(root(appendLeaves(emptyFrontier, leaves).frontier))).toBe(
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  )
})

test('the root agrees with the definition at every size', () => {
  const entries = numberedEntries(600)
  let frontier = emptyFrontier
  for (const [index, entry] of entries.entries()) {
    expect(hex(root(frontier))).toBe(hex(naiveRoot(entries.slice(0, index))))
    frontier = appendLeaf(frontier, leafHash(entry)).frontier
  }
})

test('it does not matter in which batches leaves arrive', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300), { maxLength: 6 }), (batches) => {
      const total = batches.reduce((sum, batch) => sum + batch, 0)
      const leaves = numberedEntries(total).map(leafHash)
      let batched = { frontier: emptyFrontier, closed: grow(0).closed }
      for (const batch of batches) {
        const start = batched.frontier.size
        const step = appendLeaves(batched.frontier, leaves.slice(start, start + batch))
        batched = { frontier: step.frontier, closed: [...batched.closed, ...step.closed] }
      }
      expect(batched).toEqual(grow(total))
    }),
    { numRuns: 30 },
  )
})

test('a frontier stays what it was when the memory of its leaves is used again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
      const leaves = numberedEntries(count).map(leafHash)
      const { frontier, closed } = appendLeaves(emptyFrontier, leaves)
      for (const leaf of leaves) leaf.fill(0)
      expect({ frontier, closed }).toEqual(grow(count))
    }),
  )
})

/** Every row of the tree over these leaves, joined by `node:crypto`: row 0 holds the leaves. */
function rowsByNode(leaves: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  if (leaves.length === 0) return []
  const parents = Array.from({ length: Math.floor(leaves.length / 2) }, (_, at) =>
    createHash('sha256')
      .update(Buffer.concat([Buffer.of(0x01), ...leaves.slice(2 * at, 2 * at + 2)]))
      .digest(),
  )
  return [leaves, ...rowsByNode(parents)]
}

test('as many leaves as there may be at any size end where node:crypto ends', () => {
  fc.assert(
    fc.property(fc.nat(1_500), fc.nat(1_000), (size, count) => {
      const leaves = hashesOf(randomBytes(32 * (size + count)))
      const before = appendLeaves(emptyFrontier, leaves.slice(0, size)).frontier
      const { frontier, closed } = appendLeaves(before, leaves.slice(size))
      const rows = rowsByNode(leaves)
      expect(frontier.peaks.map(hex)).toEqual(
        rows
          .flatMap((row) => (row.length % 2 === 1 ? [hex(row.at(-1) as Uint8Array)] : []))
          .reverse(),
      )
      const complete = (rows[8] ?? []).map((hash, index) => ({ level: 1, index, hash: hex(hash) }))
      expect(closed.map((entry) => ({ ...entry, hash: hex(entry.hash) }))).toEqual(
        complete.slice(Math.floor(size / 256)),
      )
    }),
  )
})

test('appending leaves the frontier before it untouched, so that a failed transaction can fall back', () => {
  const before = grow(255).frontier
  const rootBefore = hex(root(before))
  appendLeaf(before, leafHash('lost'))
  expect(before).toEqual(grow(255).frontier)
  expect(hex(root(before))).toBe(rootBefore)
})

describe('tile entries', () => {
  test('close when their last leaf arrives, with the root over their leaves', () => {
    const entries = numberedEntries(1000)
    expect(grow(255).closed).toEqual([])
    expect(grow(1000).closed.map(({ level, index }) => [level, index])).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
    ])
    expect(grow(1000).closed.map(({ hash }) => hex(hash))).toEqual(
      [0, 256, 512].map((start) => hex(naiveRoot(entries.slice(start, start + 256)))),
    )
  })

  test('of level 2 close together with the 256th of level 1', () => {
    const leaf = leafHash('the same again')
    const almost = appendLeaves(emptyFrontier, Array(65_535).fill(leaf))
    const { frontier, closed } = appendLeaf(almost.frontier, leaf)
    expect(almost.closed.every(({ level }) => level === 1)).toBe(true)
    expect(closed.map(({ level, index }) => [level, index])).toEqual([
      [1, 255],
      [2, 0],
    ])
    expect(closed[1]?.hash).toEqual(root(frontier))
  })

  test('of both levels close in one batch as they do one by one', () => {
    const leaves = hashesOf(randomBytes(32 * 66_000))
    const before = appendLeaves(emptyFrontier, leaves.slice(0, 65_200)).frontier
    const oneByOne: TileEntry[] = []
    let frontier = before
    for (const leaf of leaves.slice(65_200)) {
      const step = appendLeaf(frontier, leaf)
      frontier = step.frontier
      oneByOne.push(...step.closed)
    }
    const together = appendLeaves(before, leaves.slice(65_200))
    expect(together.frontier).toEqual(frontier)
    expect(together.closed).toEqual(oneByOne.toSorted((a, b) => a.level - b.level))
    expect(together.closed.map(({ level, index }) => [level, index])).toEqual([
      [1, 254],
      [1, 255],
      [1, 256],
      [2, 0],
    ])
  })
})

describe('a saved frontier', () => {
  test('comes back as it was and grows on', () => {
    fc.assert(
      fc.property(fc.nat(700), (size) => {
        const { frontier } = memoryLog(numberedEntries(size))
        const restored = decodeFrontier(encodeFrontier(frontier))
        expect(restored).toEqual(frontier)
        const next = leafHash('next')
        expect(root(appendLeaf(restored, next).frontier)).toEqual(
          root(appendLeaf(frontier, next).frontier),
        )
      }),
      { numRuns: 30 },
    )
  })

  test('is refused when it is torn or belongs to another size', () => {
    const bytes = encodeFrontier(grow(7).frontier)
    const otherSize = Uint8Array.from(bytes)
    otherSize[7] = 8
    const tooLarge = Uint8Array.from(bytes)
    tooLarge[0] = 1
    for (const damaged of [bytes.subarray(1), bytes.subarray(0, 5), otherSize, tooLarge])
      expect(() => decodeFrontier(damaged)).toThrow(/damaged/)
  })
})
