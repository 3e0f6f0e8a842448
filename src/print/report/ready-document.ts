import type { Cell, Document } from '../cell.ts'
import { momentCell } from './created-text.ts'
import type { ReportRow } from './look.ts'
import type { FindTitle } from './title-columns.ts'

const isTime = (column: string) => column === 'created' || column.endsWith('_created')

const cellOf =
  (row: ReportRow, findTitle: FindTitle) =>
  (column: string): Cell => {
    if (column === 'record_title') return findTitle(column, String(row['record_uid'] ?? ''))
    return isTime(column) ? momentCell(row[column]) : (row[column] ?? '')
  }

async function* cells(
  rows: AsyncIterable<ReportRow>,
  columns: readonly string[],
  findTitle: FindTitle,
): AsyncGenerator<readonly Cell[]> {
  for await (const row of rows) yield columns.map(cellOf(row, findTitle))
}

/** Titles stand before the UIDs that they belong to. */
export const withTitleColumns = (columns: readonly string[]): readonly string[] =>
  columns.flatMap((name) => (name === 'record_uid' ? ['record_title', name] : [name]))

/** The rows of a ready-made report as a document with these columns. */
export const readyDocument = (
  rows: AsyncIterable<ReportRow>,
  columns: readonly string[],
  findTitle: FindTitle = () => '',
): Document => ({ columns, rows: cells(rows, columns, findTitle) })
