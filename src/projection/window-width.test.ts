import fc from 'fast-check'
import { expect, test } from 'vitest'
import { narrowest, nextWidth, widest } from './window-width.ts'

/** How wide the parts are in which a log is looked through for what a query asks. */

test('where nothing was found, the next part is four times as wide', () => {
  expect(nextWidth({ rows: 200_000, found: 0 }, 100)).toBe(800_000)
})

test('where something was found, the next part is as wide as what is still needed should lie, and somewhat more', () => {
  expect(nextWidth({ rows: 1_000_000, found: 50 }, 50)).toBeGreaterThan(1_000_000)
  expect(nextWidth({ rows: 1_000_000, found: 50 }, 50)).toBeLessThan(1_200_000)
})

const looked = fc.record({ rows: fc.integer({ min: 1, max: widest }), found: fc.nat(65_536) })

test('whatever was found of whatever is needed, there is a next part, neither narrower nor wider than the bounds', () => {
  fc.assert(
    fc.property(looked, fc.integer({ min: 0, max: 65_536 }), (before, wanted) => {
      const width = nextWidth(before, wanted)
      expect(Number.isInteger(width)).toBe(true)
      expect(width).toBeGreaterThanOrEqual(narrowest)
      expect(width).toBeLessThanOrEqual(widest)
      expect(width).toBeLessThanOrEqual(Math.max(narrowest, before.rows * 4))
    }),
  )
})

const log = 100_000_000

/** Looks for so many hits, of which `until(row)` lie before a row; tells in how many parts, and how many rows they had. */
function walk(wanted: number, until: (row: number) => number) {
  let [row, parts, width] = [0, 0, narrowest]
  for (let left = wanted; left > 0 && row < log; parts++) {
    const end = Math.min(log, row + width)
    const found = until(end) - until(row)
    left -= found
    width = nextWidth({ rows: end - row, found }, Math.max(0, left))
    row = end
  }
  return { parts, rows: row }
}

test('hits that lie evenly are found without looking through much more than they lie in', () => {
  const apart = fc.integer({ min: 1, max: 1_000_000 })
  fc.assert(
    fc.property(apart, fc.integer({ min: 20, max: 10_000 }), (rows, wanted) => {
      fc.pre(rows * wanted < log)
      const looked = walk(wanted, (row) => Math.floor(row / rows))
      expect(looked.rows).toBeLessThanOrEqual(1.5 * rows * wanted + narrowest)
    }),
  )
})

test('wherever hits lie, a hundred million rows are looked through in a few dozen parts', () => {
  const places = fc.array(fc.nat(log), { maxLength: 2_000 })
  fc.assert(
    fc.property(places, fc.integer({ min: 1, max: 10_000 }), (hits, wanted) => {
      const { parts } = walk(wanted, (row) => hits.filter((hit) => hit < row).length)
      expect(parts).toBeLessThan(40)
    }),
  )
})
