import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryLog, numberedEntries } from '../../test/support/memory-log.ts'
import { naiveConsistency, naiveInclusion, naiveRoot } from '../../test/support/naive-tree.ts'
import { leafHash } from './hash.ts'
import { consistencyProof, inclusionProof } from './proof.ts'
import { isConsistent, isIncluded } from './proof-check.ts'
import { treeRoot } from './subtree.ts'

const log = memoryLog(numberedEntries(1400))
const upTo = (size: number) => log.entries.slice(0, size)
const head = (size: number) => ({ size, root: naiveRoot(upTo(size)) })

const sizes = fc.integer({ min: 1, max: log.entries.length })
const position = sizes.chain((size) =>
  fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }),
)
const growth = sizes.chain((to) =>
  fc.record({ to: fc.constant(to), from: fc.integer({ min: 1, max: to }) }),
)
const damage = fc.record({ at: fc.nat(), bit: fc.nat(255) })

const flip = (proof: readonly Uint8Array[], { at, bit }: { at: number; bit: number }) =>
  proof.map((hash, index) => {
    if (index !== at % proof.length) return hash
    const flipped = Uint8Array.from(hash)
    flipped[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return flipped
  })

test('the root of every earlier size can be read back from leaf hashes and tile entries', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(log.entries.length), async (size) => {
      expect(await treeRoot(size, log.read)).toEqual(naiveRoot(upTo(size)))
    }),
  )
})

describe('an inclusion proof', () => {
  test('is the one that RFC 9162 defines, and holds', async () => {
    await fc.assert(
      fc.asyncProperty(position, async ({ index, size }) => {
        const proof = await inclusionProof({ index, size }, log.read)
        expect(proof).toEqual(naiveInclusion(index, upTo(size)))
        const leaf = leafHash(log.entries[index] as Uint8Array)
        expect(isIncluded({ leaf, index, proof, ...head(size) })).toBe(true)
      }),
    )
  })

  test('does not hold for another entry, index, root or proof', async () => {
    await fc.assert(
      fc.asyncProperty(position, damage, async ({ index, size }, broken) => {
        const proof = await inclusionProof({ index, size }, log.read)
        const leaf = leafHash(log.entries[index] as Uint8Array)
        const claim = { leaf, index, proof, ...head(size) }
        const others = [
          { leaf: leafHash('another entry') },
          { root: head(size - 1).root },
          { index: (index ^ 1) < size ? index ^ 1 : index + 1 },
          { proof: [...proof, leaf] },
          ...(proof.length > 0
            ? [{ proof: flip(proof, broken) }, { proof: proof.slice(1) }]
            : [{ index: -1 }]),
        ]
        for (const other of others) expect(isIncluded({ ...claim, ...other })).toBe(false)
      }),
    )
  })

  test('is refused for an entry that the log does not have', async () => {
    for (const index of [10, -1, 0.5])
      await expect(inclusionProof({ index, size: 10 }, log.read)).rejects.toThrow(/no entry/)
  })
})

describe('a consistency proof', () => {
  test('is the one that RFC 9162 defines, and holds', async () => {
    await fc.assert(
      fc.asyncProperty(growth, async ({ from, to }) => {
        const proof = await consistencyProof({ from, to }, log.read)
        expect(proof).toEqual(naiveConsistency(from, upTo(to)))
        expect(isConsistent({ from: head(from), to: head(to), proof })).toBe(true)
      }),
    )
  })

  test('does not hold for another history, size or proof', async () => {
    await fc.assert(
      fc.asyncProperty(growth, damage, async ({ from, to }, broken) => {
        const proof = await consistencyProof({ from, to }, log.read)
        const claim = { from: head(from), to: head(to), proof }
        const forged = { size: from, root: leafHash('another history') }
        const others = [
          { from: forged },
          { to: { size: to, root: forged.root } },
          {
            from: head(to),
            to: { size: from, root: head(from).root },
            proof: [...proof, leafHash('')],
          },
          { proof: [...proof, leafHash('one more')] },
          ...(proof.length > 0 ? [{ proof: flip(proof, broken) }, { proof: proof.slice(1) }] : []),
        ]
        for (const other of others) expect(isConsistent({ ...claim, ...other })).toBe(false)
      }),
    )
  })

  test('is empty from the empty log, which every log has grown from', async () => {
    expect(await consistencyProof({ from: 0, to: 9 }, log.read)).toEqual([])
    expect(isConsistent({ from: head(0), to: head(9), proof: [] })).toBe(true)
    expect(isConsistent({ from: { ...head(9), size: 0 }, to: head(9), proof: [] })).toBe(false)
  })

  test('is refused when the log would have to shrink', async () => {
    for (const from of [11, -1, 1.5])
      await expect(consistencyProof({ from, to: 10 }, log.read)).rejects.toThrow(/did not grow/)
  })
})

test('a store that lacks hashes gives no proof', async () => {
  const torn = async () => []
  await expect(inclusionProof({ index: 3, size: 9 }, torn)).rejects.toThrow(/keepwatch verify/)
})
