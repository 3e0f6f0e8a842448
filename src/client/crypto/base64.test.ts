import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64, toBase64, toBase64Url } from './base64.ts'

const bytes = fc.uint8Array({ maxLength: 100 }).map((array) => Uint8Array.from(array))

test('both alphabets say what Node says, and are read back in either, padded or not', () => {
  fc.assert(
    fc.property(bytes, (data) => {
      const node = Buffer.from(data)
      expect(toBase64(data)).toBe(node.toString('base64'))
      expect(toBase64Url(data)).toBe(node.toString('base64url'))
      expect(fromBase64(toBase64(data))).toEqual(data)
      expect(fromBase64(toBase64Url(data))).toEqual(data)
      expect(fromBase64(toBase64(data).replace(/=+$/, ''))).toEqual(data)
    }),
  )
})

test.each(['a', 'ab!d', 'ab=d', 'é'])('%s is refused', (text) => {
  expect(() => fromBase64(text)).toThrow('not base64')
})
