import { extname } from 'node:path'
import type { Row } from '../../reports/columns.ts'
import type { Cell } from '../print/cell.ts'
import { type Destination, printDocument } from '../print/print-document.ts'
import { createSpool } from '../print/spool.ts'
import { allFieldColumns, findFieldColumns } from './field-columns.ts'
import { aggregatedLayout, dimensionLayout, type Layout, rawColumns, rawLayout } from './layout.ts'
import type { AuditReportOptions } from './options.ts'
import { rowFilter } from './patterns.ts'
import type { FindTitle } from './title-columns.ts'

/** How and where a report is printed. `findTitle` looks titles up in the reader's vault. */
export type ReportPrint = Destination & {
  readonly options: AuditReportOptions
  readonly patterns: readonly string[]
  readonly findTitle?: FindTitle
  /** Told of every row that the patterns let through. */
  readonly printed?: (row: Row) => void
}

function layoutOf(options: AuditReportOptions, findTitle: FindTitle): Layout {
  if (options.reportType === 'dim') return dimensionLayout(options)
  if (options.reportType !== 'raw') return aggregatedLayout(options, findTitle)
  return rawLayout(
    options.reportFormat === 'fields' ? allFieldColumns : [...rawColumns, 'message'],
    findTitle,
  )
}

/** As Commander, a name without an extension gets the format's; a table is written under the name as it is. */
export function outputPath({
  format,
  output,
}: Pick<Destination, 'format' | 'output'>): string | undefined {
  if (output === undefined || output === '-' || format === 'table') return output
  return extname(output) === '' ? `${output}.${format}` : output
}

async function* filtered(
  rows: AsyncIterable<Row>,
  layout: Layout,
  { options, patterns, printed }: ReportPrint,
): AsyncGenerator<readonly Cell[]> {
  const keep = rowFilter(patterns, options)
  for await (const row of rows) {
    const cells = layout.cells(row)
    if (!keep(cells)) continue
    printed?.(row)
    yield cells
  }
}

function print(rows: AsyncIterable<Row>, layout: Layout, to: ReportPrint): Promise<void> {
  const { format, stream } = to
  const document = { columns: layout.columns, rows: filtered(rows, layout, to) }
  return printDocument(document, { format, output: outputPath(to), stream })
}

/** Reads all rows before it prints the first, because which columns there are shows only at the end. */
async function printFoundFields(
  rows: AsyncIterable<Row>,
  findTitle: FindTitle,
  to: ReportPrint,
): Promise<void> {
  const fields = findFieldColumns()
  await using spool = createSpool<Row>()
  for await (const row of rows) {
    fields.observe(row)
    await spool.add(row)
  }
  await print(spool.read(), rawLayout(fields.columns(), findTitle), to)
}

/** Prints the rows that the server answered, in Commander's layouts. Resolves when everything is written. */
export function printReport(rows: AsyncIterable<Row>, to: ReportPrint): Promise<void> {
  const { options, findTitle = () => '' } = to
  const namesItsColumns = to.format === 'table' || to.format === 'csv'
  return options.reportType === 'raw' && options.reportFormat === 'fields' && namesItsColumns
    ? printFoundFields(rows, findTitle, to)
    : print(rows, layoutOf(options, findTitle), to)
}
