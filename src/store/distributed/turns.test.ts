import { expect, test } from 'vitest'
import { turns } from './turns.ts'

/** Works that are told when to end, and what has begun and ended so far. */
function stage(patienceMs: number) {
  const inTurn = turns(patienceMs)
  const seen: string[] = []
  return {
    seen,
    begin(key: string, name: string) {
      const end = Promise.withResolvers<void>()
      const done = inTurn(key, async () => {
        seen.push(`${name} begins`)
        await end.promise
        seen.push(`${name} ends`)
      })
      return { done, end: end.resolve, fail: end.reject }
    },
  }
}

const long = 60_000

test('works of one key run in the order in which they came, and of another key beside them', async () => {
  const { seen, begin } = stage(long)
  const works = [begin('a', 'first'), begin('a', 'second'), begin('b', 'other')]
  expect(seen).toEqual(['first begins', 'other begins'])

  for (const { end } of works) end()
  await Promise.all(works.map(({ done }) => done))
  expect(seen.indexOf('second begins')).toBeGreaterThan(seen.indexOf('first ends'))
})

test('one that fails is told so, and the next one runs', async () => {
  const { seen, begin } = stage(long)
  const first = begin('a', 'first')
  const second = begin('a', 'second')
  first.fail(new Error('no'))
  await expect(first.done).rejects.toThrow('no')

  second.end()
  await second.done
  expect(seen).toEqual(['first begins', 'second begins', 'second ends'])
})

test('nobody waits for another one beyond the patience', async () => {
  const { seen, begin } = stage(1)
  const first = begin('a', 'first')
  const second = begin('a', 'second')
  second.end()
  await second.done
  expect(seen).toEqual(['first begins', 'second begins', 'second ends'])

  first.end()
  await first.done
})
