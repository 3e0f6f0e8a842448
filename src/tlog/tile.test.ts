import { expect, test } from 'vitest'
import { tilesBetween, widthAt } from './tile.ts'

const list = (from: number, to: number) =>
  [...tilesBetween(from, to)].map(({ level, index, width }) => [level, index, width])

test('70,000 entries make the tiles that the specification counts', () => {
  const tiles = [...tilesBetween(0, 70_000)]
  const count = (level: number, width: number) =>
    tiles.filter((tile) => tile.level === level && tile.width === width).length
  expect(count(0, 256)).toBe(273)
  expect(tiles.filter(({ width }) => width < 256)).toEqual([
    { level: 0, index: 273, width: 112 },
    { level: 1, index: 1, width: 17 },
    { level: 2, index: 0, width: 1 },
  ])
  expect(count(1, 256)).toBe(1)
  expect(tiles).toHaveLength(273 + 1 + 1 + 2)
})

test('256 entries make a full tile and a tile of one hash above it', () => {
  expect(list(0, 256)).toEqual([
    [0, 0, 256],
    [1, 0, 1],
  ])
})

test('growth rewrites only the tiles at the right edge', () => {
  expect(list(300, 300)).toEqual([])
  expect(list(300, 301)).toEqual([[0, 1, 45]])
  expect(list(511, 513)).toEqual([
    [0, 1, 256],
    [0, 2, 1],
    [1, 0, 2],
  ])
})

test('a tile beyond the tree has no width', () => {
  expect(widthAt({ level: 0, index: 2 }, 512)).toBe(0)
  expect(widthAt({ level: 'entries', index: 1 }, 300)).toBe(44)
  expect(widthAt({ level: 63, index: 0 }, Number.MAX_SAFE_INTEGER)).toBe(0)
})
