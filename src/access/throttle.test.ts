import fc from 'fast-check'
import { expect, test } from 'vitest'
import { throttle } from './throttle.ts'

const rate = { most: 3, windowMs: 10_000 }

function at(rateOf = rate) {
  let now = 0
  const limit = throttle(rateOf, () => now)
  return {
    /** Comes in at a time, if there is room. */
    come(time: number, key = 'device') {
      now = time
      const wait = limit.wait(key)
      if (wait === 0) limit.count(key)
      return wait
    },
  }
}

test('there is room for as many as the rate says, and then again when the first is out of the window', () => {
  const { come } = at()
  expect([come(0), come(1_000), come(2_000), come(3_000)]).toEqual([0, 0, 0, 7])
  expect(come(9_999)).toBe(1)
  expect([come(10_000), come(10_000)]).toEqual([0, 1])
})

test('everybody is counted apart', () => {
  const { come } = at()
  for (const key of ['one', 'two'])
    expect([1, 2, 3, 4].map((time) => come(time, key) > 0)).toEqual([false, false, false, true])
})

test('whoever waits as long as they are told comes through, and no window ever holds more', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4_000), { maxLength: 200 }), (pauses) => {
      const { come } = at()
      const taken: number[] = []
      let now = 0
      for (const pause of pauses) {
        now += pause
        const wait = come(now)
        now += wait * 1_000
        if (wait > 0) expect(come(now)).toBe(0)
        taken.push(now)
      }
      for (const time of taken)
        expect(taken.filter((one) => one > time - 10_000 && one <= time).length).toBeLessThan(4)
    }),
  )
})
