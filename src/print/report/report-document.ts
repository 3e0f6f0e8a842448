import type { Cell, Document } from '../cell.ts'
import { createSpool } from '../spool.ts'
import { allFieldColumns, findFieldColumns } from './field-columns.ts'
import { aggregatedLayout, dimensionLayout, type Layout, rawColumns, rawLayout } from './layout.ts'
import type { ReportLook, ReportRow } from './look.ts'
import { rowFilter } from './patterns.ts'
import { type FindTitle, isTitleColumn } from './title-columns.ts'

/** How rows become a document. */
export type ReportPrinting = {
  readonly look: ReportLook
  readonly patterns: readonly string[]
  /** Titles of UIDs, for who has them; `none` for who never can, and needs no columns for them. */
  readonly findTitle?: FindTitle | 'none' | undefined
  /** The format names its columns before its first row, so that only those appear that have a value. */
  readonly namesItsColumns: boolean
  /** Told of every row that the patterns let through. */
  readonly printed?: ((row: ReportRow) => void) | undefined
}

const noTitle: FindTitle = () => ''

const titlesOf = ({ findTitle = noTitle }: Pick<ReportPrinting, 'findTitle'>): FindTitle =>
  findTitle === 'none' ? noTitle : findTitle

function layoutOf(look: ReportLook, findTitle: FindTitle): Layout {
  if (look.reportType === 'dim') return dimensionLayout(look)
  if (look.reportType !== 'raw') return aggregatedLayout(look, findTitle)
  return rawLayout(
    look.reportFormat === 'fields' ? allFieldColumns : [...rawColumns, 'message'],
    findTitle,
  )
}

async function* filtered(
  rows: AsyncIterable<ReportRow>,
  layout: Layout,
  { look, patterns, printed }: ReportPrinting,
): AsyncGenerator<readonly Cell[]> {
  const keep = rowFilter(patterns, look)
  for await (const row of rows) {
    const cells = layout.cells(row)
    if (!keep(cells)) continue
    printed?.(row)
    yield cells
  }
}

const documentOf = (
  rows: AsyncIterable<ReportRow>,
  layout: Layout,
  how: ReportPrinting,
): Document => ({ columns: layout.columns, rows: filtered(rows, layout, how) })

type Use = (document: Document) => Promise<void>

/** Reads all rows before the first is used, because which columns there are shows only at the end. */
async function withFoundFields(rows: AsyncIterable<ReportRow>, how: ReportPrinting, use: Use) {
  const fields = findFieldColumns()
  await using spool = createSpool<ReportRow>()
  for await (const row of rows) {
    fields.observe(row)
    await spool.add(row)
  }
  const columns = fields.columns()
  const shown =
    how.findTitle === 'none' ? columns.filter((column) => !isTitleColumn(column)) : columns
  const layout = rawLayout(shown, titlesOf(how))
  await use(documentOf(spool.read(), layout, how))
}

/** Gives the rows of a report as a document in Commander's layouts, to be used once. */
export function withReportDocument(
  rows: AsyncIterable<ReportRow>,
  how: ReportPrinting,
  use: Use,
): Promise<void> {
  const { look, namesItsColumns } = how
  return look.reportType === 'raw' && look.reportFormat === 'fields' && namesItsColumns
    ? withFoundFields(rows, how, use)
    : use(documentOf(rows, layoutOf(look, titlesOf(how)), how))
}
