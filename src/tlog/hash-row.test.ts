import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashesOf } from './hash.ts'
import { type HashRow, hashAt, joined, layOut, longestRow, withNeighbour } from './hash-row.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

const hashesIn = (row: HashRow) => Array.from({ length: row.count }, (_, at) => hashAt(row, at))

/** What `node:crypto` says of two hashes that are joined. */
const joinedByNode = (left: Uint8Array, right: Uint8Array) =>
  createHash('sha256').update(Buffer.of(0x01)).update(left).update(right).digest()

function parentsByNode(hashes: readonly Uint8Array[]): readonly string[] {
  return Array.from({ length: Math.floor(hashes.length / 2) }, (_, at) =>
    hex(joinedByNode(...(hashes.slice(2 * at, 2 * at + 2) as [Uint8Array, Uint8Array]))),
  )
}

test('a row of any length is joined as node:crypto joins its pairs', () => {
  fc.assert(
    fc.property(fc.nat(longestRow), (count) => {
      const hashes = hashesOf(randomBytes(32 * count))
      expect(hashesIn(joined(layOut(hashes))).map(hex)).toEqual(parentsByNode(hashes))
    }),
  )
})

test('a neighbour on the left moves every pair by one', () => {
  fc.assert(
    fc.property(fc.nat(longestRow), (count) => {
      const [neighbour, ...hashes] = hashesOf(randomBytes(32 * (1 + count)))
      const row = withNeighbour(layOut(hashes), neighbour as Uint8Array)
      expect(hashesIn(joined(row)).map(hex)).toEqual(
        parentsByNode([neighbour as Uint8Array, ...hashes]),
      )
    }),
  )
})

test('every byte that a hash can hold is joined right, in every place', () => {
  for (let byte = 0; byte < 256; byte++) {
    const same = Buffer.alloc(32, byte)
    expect(hashesIn(joined(layOut(Array(8).fill(same)))).map(hex)).toEqual(
      Array(4).fill(hex(joinedByNode(same, same))),
    )
  }
})

test('rows are joined again and again up to one root', () => {
  const hashes = hashesOf(randomBytes(32 * longestRow))
  let row = layOut(hashes)
  let expected = hashes.map(hex)
  while (row.count > 1) {
    row = joined(row)
    expected = [...parentsByNode(expected.map((text) => Buffer.from(text, 'hex')))]
    expect(hashesIn(row).map(hex)).toEqual(expected)
  }
})

test('what was copied stays what it was when the next row is laid out', () => {
  const hashes = hashesOf(randomBytes(32 * 5))
  const row = layOut(hashes)
  const copies = hashesIn(row)
  layOut(hashesOf(randomBytes(32 * 5)))
  expect(copies.map(hex)).toEqual(hashes.map(hex))
})
