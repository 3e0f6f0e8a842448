import { expect, test } from 'vitest'
import { contradictions, noContradiction, type Operation } from './support/history.ts'

/** Two clients: the requests of one do not overlap, b1 overlaps both of a's. */
const history: readonly Operation[] = [
  { marker: 'a1', began: 1, acknowledged: 3 },
  { marker: 'b1', began: 2, acknowledged: 6 },
  { marker: 'a2', began: 4, acknowledged: 5 },
  { marker: 'a3', began: 7 },
]

test.each([
  ['every request in order', ['a1', 'b1', 'a2', 'a3']],
  ['requests that overlap in another order', ['b1', 'a1', 'a2', 'a3']],
  ['a request that was not acknowledged and not done', ['a1', 'a2', 'b1']],
])('a log with %s contradicts nobody', (_, log) => {
  expect(contradictions(history, log)).toEqual(noContradiction)
})

test.each([
  ['an acknowledged request that is missing', ['a1', 'a2', 'a3'], { lost: ['b1'] }],
  ['a request that stands there twice', ['a1', 'b1', 'a2', 'b1', 'a3'], { doubled: ['b1'] }],
  ['something that nobody asked for', ['a1', 'b1', 'a2', 'x'], { unasked: ['x'] }],
  ['the requests of a client in another order', ['b1', 'a2', 'a1'], { overtaken: ['a1'] }],
  ['a request behind one that began later', ['a1', 'a2', 'a3', 'b1'], { overtaken: ['b1'] }],
])('a log with %s is found', (_, log, found) => {
  expect(contradictions(history, log)).toEqual({ ...noContradiction, ...found })
})
