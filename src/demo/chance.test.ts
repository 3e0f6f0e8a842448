import { expect, test } from 'vitest'
import { chance } from './chance.ts'

const drawn = (...names: readonly (string | number)[]) => {
  const luck = chance(...names)
  return Array.from({ length: 200 }, () => luck.between(3, 7))
}

test('the same names give the same numbers, other names give others', () => {
  expect(drawn(1, 'web-1', 4)).toEqual(drawn(1, 'web-1', 4))
  expect(drawn(1, 'web-1', 4)).not.toEqual(drawn(2, 'web-1', 4))
})

test('both ends of a range are drawn, and nothing beyond them', () => {
  expect([...new Set(drawn(1, 'range'))].sort()).toEqual([3, 4, 5, 6, 7])
})

test('nothing can be picked from an empty list', () => {
  expect(chance(1).pick([])).toBeUndefined()
})
