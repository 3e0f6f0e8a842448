import { expect, test } from 'vitest'
import { bell } from './bell.ts'

const never = 2 ** 30

test('a ring wakes who sleeps', async () => {
  const { ring, next } = bell()
  const sleeping = next(never)
  ring()

  await expect(sleeping).resolves.toBeUndefined()
})

test('a ring while nobody sleeps is not lost, and several are one', async () => {
  const { ring, next } = bell()
  ring()
  ring()
  await next(never)

  let woken = false
  const sleeping = next(never).then(() => {
    woken = true
  })
  await new Promise(setImmediate)
  expect(woken).toBe(false)
  ring()
  await sleeping
})

test('without a ring the sleeper wakes by itself', async () => {
  await expect(bell().next(1)).resolves.toBeUndefined()
})
