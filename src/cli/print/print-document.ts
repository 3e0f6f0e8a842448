import type { Document } from './cell.ts'
import { printCsv } from './csv.ts'
import { printJson, printNdjson } from './json.ts'
import { writeFileWhole, writeStream } from './output.ts'
import { printTable } from './table.ts'

const printers = {
  table: printTable,
  csv: printCsv,
  json: printJson,
  ndjson: printNdjson,
} as const satisfies Record<string, (document: Document) => AsyncGenerator<string>>

export type Format = keyof typeof printers

/** Where a document goes: to the file `output` if there is one, else to the stream, which stays open. */
export type Destination = {
  readonly format: Format
  readonly output?: string | undefined
  readonly stream: NodeJS.WritableStream
}

/** Prints a document as it comes, no faster than the other side takes it. */
export function printDocument(
  document: Document,
  { format, output, stream }: Destination,
): Promise<void> {
  const chunks = printers[format](document)
  return output === undefined || output === '-'
    ? writeStream(chunks, stream)
    : writeFileWhole(chunks, output)
}
