import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { printedFile } from './printed-file.ts'

test.each([
  ['csv', 'name,count\r\nfirst,1\r\n'],
  ['ndjson', '{"name":"first","count":1}\n'],
  ['json', '[\n  {\n    "name": "first",\n    "count": 1\n  }\n]\n'],
] as const)('%s is kept compressed, with its size and its digest', async (form, text) => {
  const file = await printedFile({ columns: ['name', 'count'], rows: [['first', 1]] }, form)
  expect(gunzipSync(file.content).toString()).toBe(text)
  expect(file.bytes).toBe(text.length)
  expect(file.digest).toBe(createHash('sha256').update(text).digest('hex'))
})

test('one that is too large stops as soon as that shows, and says what to do', async () => {
  let made = 0
  function* rows() {
    for (; made < 1_000; made++) yield ['x'.repeat(100_000)]
  }
  await expect(printedFile({ columns: ['a'], rows: rows() }, 'csv')).rejects.toThrow(
    'larger than 25 MB: let it ask about less time, or print it with audit-report',
  )
  expect(made).toBeLessThan(300)
})
