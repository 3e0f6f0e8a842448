import { expect, test } from 'vitest'
import { inTurns } from './in-turns.ts'

test('no more than two run at the same time, and everything has its turn, also behind what fails', async () => {
  const inTurn = inTurns(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const work = (n: number) =>
    inTurn(async () => {
      begun.push(n)
      await new Promise<void>((end) => ends.push(end))
      if (n === 0) throw new Error('fails')
      return n
    })
  const settled = Promise.allSettled([0, 1, 2, 3].map(work))
  expect(begun).toEqual([0, 1])

  for (let n = 0; n < 4; n++) {
    ends[n]?.()
    await new Promise(setImmediate)
    expect(begun.length).toBe(Math.min(4, n + 3))
  }

  const values = (await settled).map((one) => one.status === 'fulfilled' && one.value)
  expect(values).toEqual([false, 1, 2, 3])
})
