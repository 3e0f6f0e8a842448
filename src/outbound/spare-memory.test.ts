import { expect, test } from 'vitest'
import { spareMemory } from './spare-memory.ts'

const large = 1_000_000

test('what was given back is used again for what is about as large', () => {
  const { take, giveBack } = spareMemory()
  const first = take(large)
  giveBack(first.subarray(0, large))
  expect(take(large + 20_000).buffer).toBe(first.buffer)
})

test('nobody gets what somebody else still has', () => {
  const { take, giveBack } = spareMemory()
  giveBack(take(large))
  expect(take(large).buffer).not.toBe(take(large).buffer)
})

test('what is much smaller does not keep a large piece', () => {
  const { take, giveBack } = spareMemory()
  const first = take(large)
  giveBack(first)
  expect(take(300_000).buffer).not.toBe(first.buffer)
  expect(take(100)).toHaveLength(100)
})

test('what is larger gets memory of its own, and only a few pieces are kept', () => {
  const { take, giveBack } = spareMemory()
  const pieces = Array.from({ length: 6 }, () => take(large))
  for (const piece of pieces) giveBack(piece)
  expect(take(2 * large).length).toBeGreaterThanOrEqual(2 * large)
  const again = Array.from({ length: 6 }, () => take(large).buffer)
  expect(again.filter((buffer) => pieces.some((piece) => piece.buffer === buffer))).toHaveLength(4)
})
