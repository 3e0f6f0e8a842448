import { expect, test } from 'vitest'
import { concat, sameBytes, textOf, utf8 } from './bytes.ts'

test('text survives the way to bytes and back', () => {
  expect(textOf(utf8('Schlüssel 🔑'))).toBe('Schlüssel 🔑')
})

test('bytes that are not UTF-8 are refused, not replaced', () => {
  expect(() => textOf(Uint8Array.of(0x41, 0xff))).toThrow('not UTF-8')
})

test('parts are joined in order', () => {
  expect(concat(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))).toEqual(
    Uint8Array.of(1, 2, 3),
  )
})

test('bytes are the same when length and content are', () => {
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false)
})
