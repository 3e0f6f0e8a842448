import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { invalid } from '../../kernel/errors.ts'
import type { Document } from '../../print/cell.ts'
import { type ReportForm, reportForms } from './report-format.ts'

const zipped = promisify(gzip)

/** A file lies in memory, in the database and in a mail: what is larger is for `audit-report` or for an export. */
const mostBytes = 25_000_000

/** A report as a file. */
export type PrintedFile = {
  readonly bytes: number
  /** SHA-256 of the file in hex, as `sha256sum` prints it. */
  readonly digest: string
  /** Compressed with gzip. */
  readonly content: Uint8Array
}

/**
 * Prints a document into memory.
 *
 * @throws `invalid` when it is too large.
 */
export async function printedFile(document: Document, form: ReportForm): Promise<PrintedFile> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of reportForms[form].print(document)) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk)
    bytes += part.length
    if (bytes > mostBytes)
      throw invalid(
        `the report is larger than ${mostBytes / 1e6} MB: let it ask about less time, or print it with audit-report`,
      )
    chunks.push(part)
  }
  const whole = Buffer.concat(chunks)
  return { bytes, digest: hash('sha256', whole, 'hex'), content: await zipped(whole) }
}
