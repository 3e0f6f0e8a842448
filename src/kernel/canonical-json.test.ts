import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

const scalar = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean())
const name = fc.stringMatching(/^[a-z_]{1,8}$/)

test('keys are sorted, absent values are left out, nothing is indented', () => {
  expect(canonicalJson({ b: 'two', a: 1, gone: undefined, c: true })).toBe(
    '{"a":1,"b":"two","c":true}',
  )
})

test('the order in which an object was made makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(name, scalar), (object) => {
      const reversed = Object.fromEntries(Object.entries(object).reverse())
      expect(canonicalJson(reversed)).toBe(canonicalJson(object))
    }),
  )
})

test('what is read back and written again is the same text', () => {
  fc.assert(
    fc.property(fc.dictionary(name, scalar), (object) => {
      const text = canonicalJson(object)
      expect(canonicalJson(JSON.parse(text))).toBe(text)
      expect(Buffer.from(text).toString()).toBe(text)
    }),
  )
})

test.each([
  ['a lone surrogate', 'x\ud83d', '"x\ufffd"'],
  ['a pair', '\ud83d\ude00', '"\ud83d\ude00"'],
  ['the escape itself, spelled out', '\\ud83d', '"\\\\ud83d"'],
])('%s', (_, value, written) => {
  expect(canonicalJson({ value })).toBe(`{"value":${written}}`)
})
