import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { invalid } from '../kernel/errors.ts'
import { fileBytes, type Progress } from './file-bytes.ts'
import { fileLines, jsonItems, type RawEntry } from './json-items.ts'
import { longestEntry } from './longest-entry.ts'

/** An entry of a file as text, or why there is none. */
export type FileEntry = { readonly line: number } & (
  | { readonly text: string; readonly problem?: never }
  | { readonly problem: string; readonly text?: never }
)

/** A file of another log. Its entries can be read once, and come as they are read. */
export type LogFile = {
  /** The columns of a table, in lower case with `_` for blanks; undefined for JSON. */
  readonly columns?: readonly string[]
  readonly entries: AsyncGenerator<FileEntry>
}

export type LogFileOptions = {
  /** Members of a JSON object that may hold the list of entries. */
  readonly wrappers: readonly string[]
  readonly progress?: Progress
}

type Bytes = AsyncGenerator<Buffer>

const headBytes = 65_536
const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Reads so much that one can see what it is. */
async function headOf(bytes: Bytes): Promise<{ head: Buffer; all: Bytes }> {
  const first: Buffer[] = []
  let length = 0
  while (length < headBytes) {
    const { done, value } = await bytes.next()
    if (done) break
    first.push(value)
    length += value.length
  }
  const head = Buffer.concat(first)
  async function* all() {
    yield head
    yield* bytes
  }
  return { head, all: all() }
}

/** A member of the object that begins here holds a list of entries, with nothing but plain members before it. */
const wraps = (head: string, wrappers: readonly string[]) =>
  wrappers.some((name) =>
    new RegExp(
      `^\\{(\\s*"[^"]*"\\s*:\\s*("[^"]*"|[\\w.+-]+)\\s*,)*\\s*"${RegExp.escape(name)}"\\s*:\\s*\\[`,
    ).test(head),
  )

const withoutMark = (bytes: Buffer) =>
  bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? bytes.subarray(3) : bytes

async function* unmarked(chunks: Bytes): Bytes {
  let isFirst = true
  for await (const chunk of chunks) {
    yield isFirst ? withoutMark(chunk) : chunk
    isFirst = false
  }
}

function jsonOf(head: string, bytes: Bytes, { wrappers }: LogFileOptions) {
  if (head.startsWith('[') || wraps(head, wrappers))
    return jsonItems(bytes, { wrappers }, longestEntry)
  const [line = ''] = head.split('\n', 1)
  const isLines = line.trimEnd().endsWith('}') || line.length === head.length
  return isLines ? fileLines(bytes, longestEntry) : jsonItems(bytes, 'top', longestEntry)
}

/** Bytes that are no UTF-8 could not be told from others once they are text, and have another hash. */
async function* asText(entries: AsyncGenerator<RawEntry>): AsyncGenerator<FileEntry> {
  for await (const { line, text, problem } of entries) {
    if (problem !== undefined) yield { line, problem }
    else if (!isUtf8(text)) yield { line, problem: 'it is not UTF-8' }
    else yield { line, text: Buffer.from(text).toString() }
  }
}

const columnName = (header: string) =>
  header
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')

type Parsed = {
  readonly record: readonly string[]
  readonly raw: string
  readonly info: { readonly lines: number }
}

/** The lines of a table with their raw text. A quoted cell may hold line ends; `line` is then the last of its lines. */
async function tableOf(bytes: Bytes): Promise<LogFile> {
  const parser = parse({
    raw: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestEntry,
  })
  const rows = Readable.from(bytes)
    .on('error', (error) => parser.destroy(error))
    .pipe(parser)
  const records = rows[Symbol.asyncIterator]() as AsyncIterator<Parsed>
  const header = await records.next()
  async function* entries(): AsyncGenerator<FileEntry> {
    for (;;) {
      const { done, value } = await records.next()
      if (done) return
      yield { line: value.info.lines, text: value.raw.replace(/[\r\n]+$/, '') }
    }
  }
  const columns = header.done ? [] : header.value.record.map(columnName)
  return { columns, entries: entries() }
}

/** What goes wrong while reading becomes a sentence that names the file. */
async function* telling(file: string, entries: AsyncGenerator<FileEntry>) {
  try {
    yield* entries
  } catch (cause) {
    throw invalid(`${file} cannot be read to its end: ${reason(cause)}`, { cause })
  }
}

/**
 * Opens a file of another log: JSON lines, a JSON list (also inside an object), or a table with a header, each also packed by
 * gzip. Throws `invalid` when it cannot be read.
 */
export async function openLogFile(file: string, options: LogFileOptions): Promise<LogFile> {
  const bytes = unmarked(fileBytes(file, options.progress ?? (() => {})))
  try {
    const { head, all } = await headOf(bytes)
    const beginning = head.toString().trimStart()
    if (!/^[[{]/.test(beginning)) {
      const { columns = [], entries } = await tableOf(all)
      return { columns, entries: telling(file, entries) }
    }
    return { entries: telling(file, asText(jsonOf(beginning, all, options))) }
  } catch (cause) {
    throw invalid(`${file} cannot be read: ${reason(cause)}`, { cause })
  }
}
