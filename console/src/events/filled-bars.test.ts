import { expect, test } from 'vitest'
import { filledBars } from './filled-bars.ts'

const hour = 3_600
const bar = (at: number, success: number) => ({ at: at * hour, success, denied: 0, failure: 0 })
const counts = (bars: ReturnType<typeof filledBars>) => bars.map(({ success }) => success)

test('hours in which nothing happened have an empty bar, before, between and after', () => {
  const range = { bucket: 'hour', from: 0.5 * hour, to: 6.5 * hour } as const
  expect(counts(filledBars([bar(2, 5), bar(4, 7)], range))).toEqual([0, 0, 5, 0, 7, 0, 0])
})

test('without any bar, and where there would be thousands, they stay as they are', () => {
  expect(filledBars([], { bucket: 'hour', from: 0, to: 9 * hour })).toEqual([])
  const few = [bar(1, 1), bar(9_000, 1)]
  expect(filledBars(few, { bucket: 'hour', from: 0, to: 9_000 * hour })).toBe(few)
})

test('months are as long as they are: nothing is put between them', () => {
  const months = [bar(1, 1), bar(2_000, 1)]
  expect(filledBars(months, { bucket: 'month', from: 0, to: 2_000 * hour })).toBe(months)
})
