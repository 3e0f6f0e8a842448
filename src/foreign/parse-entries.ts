import { parse } from 'csv-parse/sync'
import { type Failure, invalid } from '../kernel/errors.ts'

/** What entries are written in: JSON, or a table with these columns. */
export type Writing = { readonly columns?: readonly string[] | undefined }

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseJson(text: string): object | Failure {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : invalid('it is no JSON object')
  } catch {
    // The message of the parser repeats what it could not read.
    return invalid('it is no JSON')
  }
}

const csv = { relax_column_count: true, relax_quotes: true } as const

function rowsOf(text: string): readonly (readonly string[])[] {
  try {
    return parse(text, csv) as string[][]
  } catch {
    return []
  }
}

function rowOf(cells: readonly string[], columns: readonly string[]): object | Failure {
  if (cells.length > columns.length) return invalid('it has more cells than there are columns')
  return Object.fromEntries(cells.map((cell, index) => [columns[index] ?? '', cell]))
}

/** The entries of a log from their texts; a Failure in the place of what is none. */
export function parseEntries(
  texts: readonly string[],
  { columns }: Writing,
): readonly (object | Failure)[] {
  if (!columns) return texts.map(parseJson)
  const together = rowsOf(texts.join('\n'))
  // One by one is six times slower, and only needed when a broken quote has joined lines.
  const rows = together.length === texts.length ? together : texts.map((text) => rowsOf(text)[0])
  return rows.map((cells) => (cells ? rowOf(cells, columns) : invalid('it is no line of a table')))
}
