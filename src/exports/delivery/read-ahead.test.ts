import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { readAhead } from './read-ahead.ts'

/** Numbers up to a limit, which remember how many were asked for. */
function numbers(limit: number, breaksAt = Number.POSITIVE_INFINITY) {
  const asked: number[] = []
  let isClosed = false
  async function* all() {
    try {
      for (let at = 0; at < limit; at++) {
        asked.push(at)
        await setImmediate()
        if (at === breaksAt) throw new Error('the log cannot be read')
        yield at
      }
    } finally {
      isClosed = true
    }
  }
  return { source: all(), asked, isClosed: () => isClosed }
}

test('everything comes once and in order, and one is fetched while another is worked on', async () => {
  const { source, asked } = numbers(5)
  const got: number[] = []
  const ahead: number[] = []
  for await (const one of readAhead(source)) {
    await setImmediate()
    await setImmediate()
    got.push(one)
    ahead.push(asked.length - got.length)
  }
  expect(got).toEqual([0, 1, 2, 3, 4])
  expect(ahead).toEqual([1, 1, 1, 1, 0])
})

test('what came before the source broke is not lost', async () => {
  const got: number[] = []
  const all = async () => {
    for await (const one of readAhead(numbers(5, 2).source)) got.push(one)
  }
  await expect(all()).rejects.toThrow('cannot be read')
  expect(got).toEqual([0, 1])
})

test('whoever stops leaves nothing running', async () => {
  const { source, asked, isClosed } = numbers(5)
  for await (const one of readAhead(source)) if (one === 1) break
  await setImmediate()
  await setImmediate()
  expect(asked).toEqual([0, 1, 2])
  expect(isClosed()).toBe(true)
})
