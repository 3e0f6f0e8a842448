import { cut, oneLine } from '../../outbound/notice-text.ts'
import { type Cell, cellText, type Document } from '../../print/cell.ts'
import { printTable } from '../../print/table.ts'
import type { Figure, ReportSummary } from '../report-letter.ts'

/** Rows, and characters of a value and of a line, that a message shows. */
const shownRows = 10
const shownLetters = 60
const shownLine = 240

const number = new Intl.NumberFormat('en-US')

const isTime = (cell: Cell | undefined): cell is Temporal.Instant =>
  cell instanceof Temporal.Instant

type Span = { readonly from: Temporal.Instant; readonly to: Temporal.Instant }

const wider = (span: Span | undefined, at: Temporal.Instant): Span => ({
  from: span && Temporal.Instant.compare(span.from, at) < 0 ? span.from : at,
  to: span && Temporal.Instant.compare(span.to, at) > 0 ? span.to : at,
})

/** Watches the rows of a document as they are printed: how many there are, what they count, from when until when, and the first. */
export function watchedDocument({ columns, rows }: Document) {
  const counted = columns.indexOf('occurrences')
  const times = columns.flatMap((name, at) => (/(^|_)created$/.test(name) ? [at] : []))
  const first: (readonly Cell[])[] = []
  let count = 0
  let sum = 0
  let span: Span | undefined

  function note(row: readonly Cell[]): void {
    count++
    if (first.length < shownRows) first.push(row)
    if (counted >= 0) sum += Number(row[counted] ?? 0)
    for (const cell of times.map((at) => row[at]).filter(isTime)) span = wider(span, cell)
  }

  async function* watched() {
    for await (const row of rows) {
      note(row)
      yield row
    }
  }

  const figures = (): readonly Figure[] => [
    { label: 'Rows', value: number.format(count) },
    ...(counted >= 0 ? [{ label: 'Occurrences', value: number.format(sum) }] : []),
    ...(span
      ? [
          { label: 'First', value: cellText(span.from) },
          { label: 'Last', value: cellText(span.to) },
        ]
      : []),
  ]

  return {
    document: { columns, rows: watched() } satisfies Document,
    count: () => count,
    async summary(): Promise<ReportSummary> {
      if (count === 0) return { figures: figures(), table: ['Nothing was found.'], more: 0 }
      const short = first.map((row) =>
        row.map((cell) => cut(oneLine(cellText(cell)), shownLetters)),
      )
      const text = (await Array.fromAsync(printTable({ columns, rows: short }))).join('')
      const table = text.trimEnd().split('\n')
      return {
        figures: figures(),
        table: table.map((line) => cut(line, shownLine)),
        more: count - first.length,
      }
    },
  }
}
