import { invalid } from '../../kernel/errors.ts'
import type { Document } from '../../print/cell.ts'
import { printCsv } from '../../print/csv.ts'
import { printJson, printNdjson } from '../../print/json.ts'
import { printPdf } from '../../print/pdf.ts'
import { printTable } from '../../print/table.ts'
import { writeFileWhole, writeStream } from './output.ts'
import { printSyslog } from './syslog.ts'

const printers = {
  table: printTable,
  csv: printCsv,
  json: printJson,
  ndjson: printNdjson,
  pdf: printPdf,
  syslog: printSyslog,
} as const satisfies Record<string, (document: Document) => AsyncGenerator<string | Uint8Array>>

export type Format = keyof typeof printers

/** Where a document goes: to the file `output` if there is one, else to the stream, which stays open. */
export type Destination = {
  readonly format: Format
  readonly output?: string | undefined
  readonly stream: NodeJS.WritableStream
}

/**
 * Prints a document as it comes, no faster than the other side takes it.
 *
 * @throws `invalid` when a PDF has no file to go to.
 */
export function printDocument(
  document: Document,
  { format, output, stream }: Destination,
): Promise<void> {
  if (format === 'pdf' && output === undefined)
    throw invalid('a PDF is written to a file: name it with --output')
  const chunks = printers[format](document)
  return output === undefined || output === '-'
    ? writeStream(chunks, stream)
    : writeFileWhole(chunks, output)
}
