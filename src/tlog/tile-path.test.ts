import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatTilePath, parseTilePath } from './tile-path.ts'

test('a path groups the index by three digits and names the width of a partial tile', () => {
  expect(formatTilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
  expect(formatTilePath({ level: 2, index: 0, width: 17 })).toBe('tile/2/000.p/17')
  expect(formatTilePath({ level: 'entries', index: 1000, width: 1 })).toBe(
    'tile/entries/x001/000.p/1',
  )
})

test('every tile is found again from its path', () => {
  const tile = fc.record({
    level: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const)),
    index: fc.maxSafeNat(),
    width: fc.integer({ min: 1, max: 256 }),
  })
  fc.assert(
    fc.property(tile, (it) => {
      expect(parseTilePath(formatTilePath(it))).toEqual(it)
    }),
  )
})

test.each([
  '',
  'tile/0',
  'tile/0/67',
  'tile/0/0067',
  'tile/0/x000/067',
  'tile/0/001/067',
  'tile/0/x001/x067',
  'tile/00/067',
  'tile/64/067',
  'tile/-1/067',
  'tile/8/0/067',
  'tile/Entries/067',
  'tile/0/067.p/0',
  'tile/0/067.p/01',
  'tile/0/067.p/256',
  'tile/0/067.p/',
  'tile/0/067/',
  '/tile/0/067',
  'tile/0/067\n',
  'tile/0/../067',
  `tile/0/${'x999/'.repeat(6)}999`,
])('%j is not the path of a tile', (path) => {
  expect(() => parseTilePath(path)).toThrow(/path/)
})
