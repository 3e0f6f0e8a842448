import { extname } from 'node:path'
import type { ReportRow } from '../../print/report/look.ts'
import { withReportDocument } from '../../print/report/report-document.ts'
import type { FindTitle } from '../../print/report/title-columns.ts'
import { type Destination, printDocument } from '../print/print-document.ts'
import type { AuditReportOptions } from './options.ts'

/** How and where a report is printed. `findTitle` looks titles up in the reader's vault. */
export type ReportPrint = Destination & {
  readonly options: AuditReportOptions
  readonly patterns: readonly string[]
  readonly findTitle?: FindTitle
  /** Told of every row that the patterns let through. */
  readonly printed?: (row: ReportRow) => void
}

/** As Commander, a name without an extension gets the format's; a table is written under the name as it is. */
export function outputPath({
  format,
  output,
}: Pick<Destination, 'format' | 'output'>): string | undefined {
  if (output === undefined || output === '-' || format === 'table') return output
  return extname(output) === '' ? `${output}.${format}` : output
}

/** Prints the rows that the server answered, in Commander's layouts. Resolves when everything is written. */
export function printReport(rows: AsyncIterable<ReportRow>, to: ReportPrint): Promise<void> {
  const { options: look, patterns, format, stream, findTitle, printed } = to
  const namesItsColumns = format === 'table' || format === 'csv' || format === 'pdf'
  const how = { look, patterns, findTitle, printed, namesItsColumns }
  return withReportDocument(rows, how, (document) =>
    printDocument(document, { format, output: outputPath(to), stream }),
  )
}
