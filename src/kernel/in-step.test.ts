import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inStep } from './in-step.ts'

test('who comes in one turn takes each step after all others have taken the one before', async () => {
  const steps: string[] = []
  const walk = async (name: string) => {
    await inStep(Promise.resolve())
    steps.push(`${name}1`)
    await null
    steps.push(`${name}2`)
  }
  await Promise.all([walk('a'), walk('b'), walk('c')])
  expect(steps).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2'])
})

test('who comes a turn later does not hold up the earlier ones', async () => {
  const done: string[] = []
  const walk = async (name: string, coming: Promise<unknown>) => {
    await inStep(coming)
    done.push(name)
  }
  const later = walk('later', setTimeout(5))
  await Promise.all([walk('a', Promise.resolve()), walk('b', Promise.resolve())])
  expect(done).toEqual(['a', 'b'])
  await later
  expect(done).toEqual(['a', 'b', 'later'])
})

test('gives what came, and fails as it failed', async () => {
  expect(await inStep(Promise.resolve('came'))).toBe('came')
  await expect(inStep(Promise.reject(new Error('gone')))).rejects.toThrow('gone')
})
