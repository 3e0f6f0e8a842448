import type { Scalar } from '../../kernel/canonical-json.ts'
import { eventColumns } from '../event-columns.ts'
import type { ExportFormat } from '../format.ts'
import { otherFields } from '../outgoing-event.ts'

const own = new Set<string>(eventColumns)

/**
 * Text that a spreadsheet takes for a formula gets an apostrophe before it (OWASP, "CSV Injection"), and so does text that
 * begins with one, so that a reader can take it away again.
 */
const formula = /^['=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

function cell(value: Scalar | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value)
  const text = value.toWellFormed()
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** CSV after RFC 4180. What has no column of its own is JSON in the last one. */
export const csv: ExportFormat = {
  name: 'csv',
  title: 'CSV',
  mediaType: 'text/csv',
  head: [...eventColumns, 'fields'].join(','),
  line: (event) =>
    [...eventColumns.map((name) => event[name]), JSON.stringify(otherFields(event, own))]
      .map(cell)
      .join(','),
}
