import type { Document } from '../../print/cell.ts'
import { printCsv } from '../../print/csv.ts'
import { printJson, printNdjson } from '../../print/json.ts'
import { printPdf } from '../../print/pdf.ts'

type Form = {
  readonly mediaType: string
  print(document: Document): AsyncGenerator<string | Uint8Array>
}

/** The forms in which a scheduled report is sent, as `audit-report --format` prints them. */
export const reportForms = {
  csv: { mediaType: 'text/csv', print: printCsv },
  json: { mediaType: 'application/json', print: printJson },
  ndjson: { mediaType: 'application/x-ndjson', print: printNdjson },
  pdf: { mediaType: 'application/pdf', print: printPdf },
} as const satisfies Readonly<Record<string, Form>>

export type ReportForm = keyof typeof reportForms

export const reportFormNames = Object.keys(reportForms) as readonly ReportForm[]
