import { expect, test } from 'vitest'
import { createSpool } from './spool.ts'

test.each([0, 3, 10_000])(
  'what goes in comes out, twice, with %i items in memory',
  async (inMemory) => {
    await using spool = createSpool<readonly string[]>(inMemory)
    const items = Array.from({ length: 5_000 }, (_, number) => [`${number}`, 'a\nb\u2028c\u2029"'])
    for (const item of items) await spool.add(item)
    expect(await Array.fromAsync(spool.read())).toEqual(items)
    await spool.add(['late'])
    expect(await Array.fromAsync(spool.read())).toEqual([...items, ['late']])
  },
)

test('an empty spool has nothing', async () => {
  await using spool = createSpool<string>()
  expect(await Array.fromAsync(spool.read())).toEqual([])
})
