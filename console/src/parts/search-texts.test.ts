import { expect, test } from 'vitest'
import { searchTexts } from './search-texts.ts'

test('of an address a screen takes the texts that it knows, and nothing else', () => {
  const read = searchTexts('q', 'saved')
  expect(read({ q: 'last:7d', other: 'x', saved: 5 })).toEqual({ q: 'last:7d' })
  expect(read({})).toEqual({})
})
