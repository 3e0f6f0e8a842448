import type { ReportRow } from '../../../src/client/reports.ts'
import type { Scalar } from '../../../src/kernel/canonical-json.ts'

/** A spreadsheet takes text that begins so for a formula (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r]/

function csvCell(value: Scalar | undefined): string {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV (RFC 4180), with every column even where no row has it. */
export function csvOf(columns: readonly string[], rows: readonly ReportRow[]): string {
  const lines = rows.map((row) => columns.map((column) => csvCell(row[column])).join(','))
  return [columns.map(csvCell).join(','), ...lines].map((line) => `${line}\r\n`).join('')
}

/** Gives bytes to the person as a file. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

/** Gives a text to the person as a file. */
export const saveFile = (name: string, type: string, text: string): void =>
  saveBlob(name, new Blob([text], { type }))
