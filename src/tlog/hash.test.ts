import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { naiveRoot } from '../../test/support/naive-tree.ts'
import { emptyRoot, leafHash, leafHashHex, nodeHash } from './hash.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('the root of an empty tree is the hash of nothing', () => {
  expect(hex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('an empty entry has the leaf hash that Certificate Transparency published', () => {
  expect(hex(leafHash(''))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
})

test('text and its UTF-8 bytes are the same entry', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(leafHash(text)).toEqual(leafHash(Buffer.from(text)))
      expect(leafHashHex(text)).toBe(hex(leafHash(text)))
    }),
  )
})

test('text of any length has the hash of its bytes', () => {
  for (const length of [1, 5_460, 5_461, 5_462, 100_000])
    for (const letter of ['a', 'ü', '水', '\u{1f511}'])
      expect(leafHash(letter.repeat(length))).toEqual(
        createHash('sha256')
          .update(Buffer.from(`\0${letter.repeat(length)}`))
          .digest(),
      )
})

test('leaf and node hashes follow the definition and cannot stand for each other', () => {
  const entry = fc.uint8Array()
  fc.assert(
    fc.property(entry, entry, (left, right) => {
      expect(nodeHash(leafHash(left), leafHash(right))).toEqual(naiveRoot([left, right]))
      expect(leafHash(Buffer.concat([leafHash(left), leafHash(right)]))).not.toEqual(
        naiveRoot([left, right]),
      )
    }),
  )
})

test('an earlier hash stays what it was when others are taken', () => {
  const first = nodeHash(leafHash('a'), leafHash('b'))
  const copy = Uint8Array.from(first)
  nodeHash(leafHash('c'), leafHash('d'))
  expect(Uint8Array.from(first)).toEqual(copy)
})
