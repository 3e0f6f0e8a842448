import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeEntryBundle, encodeEntryBundle, maxEntryBytes } from './entry-bundle.ts'

test('an entry stands behind its length in two bytes, big-endian', () => {
  expect([...encodeEntryBundle([Uint8Array.of(7, 8), 'é', ''])]).toEqual([
    0, 2, 7, 8, 0, 2, 0xc3, 0xa9, 0, 0,
  ])
})

test('entries come back as they went in', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 256 })
  fc.assert(
    fc.property(entries, (list) => {
      const decoded = decodeEntryBundle(encodeEntryBundle(list))
      expect(decoded.map((entry) => Uint8Array.from(entry))).toEqual(list)
    }),
  )
})

test('the longest entry fits, one byte more is refused', () => {
  const longest = new Uint8Array(maxEntryBytes)
  expect(decodeEntryBundle(encodeEntryBundle([longest]))[0]).toHaveLength(maxEntryBytes)
  expect(() => encodeEntryBundle([new Uint8Array(maxEntryBytes + 1)])).toThrow(/at most 65535/)
})

test('a torn bundle is refused wherever it is torn inside an entry', () => {
  const bundle = encodeEntryBundle(['first', 'second'])
  const whole = [0, 'first'.length + 2, bundle.length]
  for (let length = 0; length <= bundle.length; length++) {
    const cut = bundle.subarray(0, length)
    if (whole.includes(length)) expect(decodeEntryBundle(cut)).toHaveLength(whole.indexOf(length))
    else expect(() => decodeEntryBundle(cut)).toThrow(/torn/)
  }
})

test('a bundle holds at most 256 entries', () => {
  expect(() => encodeEntryBundle(Array(257).fill('x'))).toThrow(/at most 256/)
  expect(() => decodeEntryBundle(new Uint8Array(2 * 257))).toThrow(/at most 256/)
})
