import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { asLines } from './http-sender.ts'
import { parquetFile } from './parquet-file.ts'
import type { Unit } from './target.ts'

const zipped = promisify(gzip)

/** How a batch becomes a file of its own. */
export type ObjectFile = {
  readonly body: Uint8Array
  /** What the file's name ends with. */
  readonly suffix: string
  readonly mediaType: string
}

/** How a batch is written: Parquet, or lines of a format, below the format's head where it has one. */
export type FileWriting = {
  readonly format: string
  readonly head: string | undefined
  readonly compression: 'gzip' | 'none'
}

const suffixes: Readonly<Record<string, string>> = {
  csv: 'csv',
  syslog: 'log',
  cef: 'log',
  leef: 'log',
}

export async function objectFile(
  units: readonly Unit[],
  { format, head, compression }: FileWriting,
): Promise<ObjectFile> {
  if (format === 'parquet') {
    const mediaType = 'application/vnd.apache.parquet'
    return { body: await parquetFile(units), suffix: 'parquet', mediaType }
  }
  const suffix = suffixes[format] ?? 'ndjson'
  const mediaType = format === 'csv' ? 'text/csv' : 'application/x-ndjson'
  const text = Buffer.from((head ? `${head}\n` : '') + asLines(units))
  if (compression === 'none') return { body: text, suffix, mediaType }
  return { body: await zipped(text), suffix: `${suffix}.gz`, mediaType: 'application/gzip' }
}

/** As many digits as the largest number that a sequence can have, so that names sort as numbers do. */
const digits = 16
const numbered = (seq: number | undefined) => String(seq ?? 0).padStart(digits, '0')

/** The last number that a batch has to do with: an event may stand for later ones. */
const lastOf = (units: readonly Unit[]) =>
  units.reduce((last, { event, members }) => Math.max(last, members?.at(-1) ?? event.seq), -1)

/**
 * The name of a batch: the day of its first event, and the numbers of its first and last one, so that the same batch has the same
 * name however often it is sent.
 */
export function objectName(units: readonly Unit[], suffix: string): string {
  const day = units[0]?.event.recorded_at.slice(0, 10).replaceAll('-', '/')
  return `${day}/${numbered(units[0]?.event.seq)}-${numbered(lastOf(units))}.${suffix}`
}
