import { expect, test } from 'vitest'
import type { Cell } from '../../print/cell.ts'
import { watchedDocument } from './summary.ts'

/** What a message shows of a report. */

const at = (text: string) => Temporal.Instant.from(text)

async function summaryOf(columns: readonly string[], rows: readonly (readonly Cell[])[]) {
  const watched = watchedDocument({ columns, rows })
  const passed = await Array.fromAsync(watched.document.rows)
  expect(passed).toEqual(rows)
  return watched.summary()
}

test('a report that counts: rows, occurrences, and from when until when', async () => {
  const summary = await summaryOf(
    ['device_name', 'occurrences', 'first_created', 'last_created'],
    [
      ['runner', 1_200, at('2026-03-02T00:00:00Z'), at('2026-03-09T00:00:00Z')],
      ['laptop', 34, at('2026-03-01T00:00:00Z'), at('2026-03-03T00:00:00Z')],
    ],
  )
  expect(summary.figures).toEqual([
    { label: 'Rows', value: '2' },
    { label: 'Occurrences', value: '1,234' },
    { label: 'First', value: '2026-03-01 00:00:00+00:00' },
    { label: 'Last', value: '2026-03-09 00:00:00+00:00' },
  ])
  expect(summary.table[0]).toMatch(/^device_name\s+occurrences/)
  expect(summary).toMatchObject({ more: 0 })
})

test('only the first ten rows, on one line each, cut where they are long', async () => {
  const rows = Array.from({ length: 25 }, () => ['two\nlines', 'x'.repeat(500)])
  const { table, more, figures } = await summaryOf(['a', 'b'], rows)
  expect([table.length, more]).toEqual([12, 15])
  expect(figures).toEqual([{ label: 'Rows', value: '25' }])
  expect(table[2]).toMatch(/^two lines {2}x{59}…$/)
})

test('nothing at all is said in words', async () => {
  expect(await summaryOf(['a'], [])).toEqual({
    ...{ figures: [{ label: 'Rows', value: '0' }], table: ['Nothing was found.'], more: 0 },
  })
})
