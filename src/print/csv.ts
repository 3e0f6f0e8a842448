import { type Cell, cellText, type Document } from './cell.ts'
import { visibleLines } from './visible.ts'

/** A spreadsheet takes text that begins so for a formula (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r]/
const needsQuotes = /[",\r\n]/

function field(cell: Cell): string {
  const text = visibleLines(cellText(cell))
  const safe = typeof cell === 'string' && formula.test(text) ? `'${text}` : text
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const line = (cells: readonly Cell[]) => `${cells.map(field).join(',')}\r\n`

/** CSV after RFC 4180, with quotes only where they are needed, as Python's `csv` writes it for Commander. */
export async function* printCsv({ columns, rows }: Document): AsyncGenerator<string> {
  yield line(columns)
  for await (const row of rows) yield line(columns.map((_, index) => row[index] ?? ''))
}
