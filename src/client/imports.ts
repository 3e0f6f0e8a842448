import type { ApiClient } from './api.ts'

/** An entry of a file of another log, as it is written there. */
export type ImportEntry = { readonly line: number; readonly text: string }

/** One reading of one file. */
export type ImportedFile = {
  readonly import_uid: string
  /** The kind of log; with `mapping` for one that has no format of its own. */
  readonly from: string
  readonly mapping?: unknown
  /** Which installation of it, if there are several. */
  readonly source?: string
  readonly file: string
  /** Of a table. */
  readonly columns?: readonly string[]
}

const mostEntries = 2_000
/** The server takes 4 MB at once; quotes and other alphabets make the text longer on the way. */
const mostCharacters = 1_000_000

async function* parts(entries: AsyncIterable<ImportEntry>): AsyncGenerator<ImportEntry[]> {
  let part: ImportEntry[] = []
  let characters = 0
  for await (const entry of entries) {
    if (
      part.length === mostEntries ||
      (part.length > 0 && characters + entry.text.length > mostCharacters)
    ) {
      yield part
      part = []
      characters = 0
    }
    part.push(entry)
    characters += entry.text.length
  }
  if (part.length > 0) yield part
}

/** Sends the entries of a file, part after part, and tells what became of each part once it is in the log. */
export async function* importFile(
  api: ApiClient,
  { columns, ...file }: ImportedFile,
  entries: AsyncIterable<ImportEntry>,
) {
  let part = 0
  for await (const some of parts(entries)) {
    part += 1
    const table = columns ? { columns: [...columns] } : {}
    const json = { ...file, ...table, part, entries: some }
    yield await (await api.imports.$post({ json })).json()
  }
}
