import { extractText, getDocumentProxy } from 'unpdf'
import { expect, test } from 'vitest'
import type { Cell } from './cell.ts'
import { printPdf } from './pdf.ts'

/** PDF.js, which is not ours, reads what we print. */
async function read(columns: readonly string[], rows: Iterable<readonly Cell[]>) {
  const chunks: Uint8Array[] = []
  for await (const chunk of printPdf({ columns, rows })) chunks.push(chunk)
  const file = await getDocumentProxy(new Uint8Array(Buffer.concat(chunks)))
  const [{ width, height }, text] = [
    (await file.getPage(1)).getViewport({ scale: 1 }),
    (await extractText(file)).text,
  ]
  return { width, height, pages: text }
}

test('rows stand under their columns, on Letter paper that lies', async () => {
  const at = Temporal.Instant.from('2026-11-21T07:30:51Z')
  const rows = [[at, 'login', 'Zoë Ωμέγα Юлия', 7]]
  const { width, height, pages } = await read(['created', 'event', 'username', 'count'], rows)
  expect([width, height]).toEqual([792, 612])
  expect(pages).toHaveLength(1)
  for (const text of ['created', '2026-11-21 07:30:51+00:00', 'login', 'Zoë Ωμέγα Юлия', '7'])
    expect(pages[0]).toContain(text)
})

test('a report without rows is a page that says what it would show', async () => {
  expect((await read(['created', 'event'], [])).pages).toEqual([expect.stringContaining('event')])
})

test('every row comes once, in order, and each page repeats the columns and has its number', async () => {
  const rows = Array.from({ length: 500 }, (_, index) => [`row-${index};`, 'x'.repeat(index % 90)])
  const { pages } = await read(['name', 'filling'], rows)
  expect(pages.length).toBeGreaterThan(5)
  for (const [index, text] of pages.entries())
    expect(text).toEqual(expect.stringContaining(`page ${index + 1}`))
  const found = pages.join(' ').match(/row-\d+;/g)
  expect(found).toEqual(rows.map(([name]) => name))
})

test('a cell that is longer than a page is cut, and what would hide in it is seen', async () => {
  const { pages } = await read(['a', 'b'], [['\u001b[2J\u202egnp', 'word '.repeat(20_000)]])
  expect(pages).toHaveLength(1)
  expect(pages[0]).toContain('\\x1b[2J\\u202egnp')
  expect(pages[0]).toContain('…')
})
