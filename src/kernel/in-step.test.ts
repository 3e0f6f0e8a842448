import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inStep } from './in-step.ts'

test('who comes in one turn takes each step after all others have taken the one before', async () => {
  const steps: string[] = []
  const walk = async (name: string) => {
    await inStep()
    steps.push(`${name}1`)
    await null
    steps.push(`${name}2`)
  }
  await Promise.all([walk('a'), walk('b'), walk('c')])
  expect(steps).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2'])
})

test('who comes a turn later does not hold up the earlier ones', async () => {
  const first = inStep()
  expect(inStep()).toBe(first)
  await setImmediate()
  expect(inStep()).not.toBe(first)
  await first
})
