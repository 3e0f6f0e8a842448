import { invalid } from '../kernel/errors.ts'
import { type Complaint, sentence } from './complaint.ts'
import type { Fields } from './field.ts'
import { readText, type Written } from './parse-text.ts'
import { type Query, type QueryInput, readQuery } from './query.ts'
import { Misspelling } from './text-terms.ts'

/** A question as it is sent: with its text in `q`, or its parts, or both, of which all conditions count. */
export type AskedInput = QueryInput & { readonly q?: string }

type Trouble = Complaint & { readonly column?: number }

const longestText = 65_536

const isRecord = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

function writtenIn(q: unknown): Written | { readonly trouble: Trouble } {
  if (typeof q !== 'string') return { trouble: { path: ['q'], says: 'must be of type string' } }
  if (q.length > longestText)
    return { trouble: { path: ['q'], says: `must have at most ${longestText} characters` } }
  try {
    return readText(q)
  } catch (error) {
    if (!(error instanceof Misspelling)) throw error
    return { trouble: { path: ['q'], says: error.message, column: error.at + 1 } }
  }
}

/** Reads a query from outside, with its text if it has one, or says what is wrong with it, and where. */
export function readAsked(raw: unknown, fields: Fields): Query | { readonly trouble: Trouble } {
  if (!isRecord(raw) || raw['q'] === undefined) return readQuery(raw, fields)
  const { q, where = [], ...rest } = raw
  const written = writtenIn(q)
  if ('trouble' in written) return written
  const own = written.asked.where
  const both = Array.isArray(where) ? [...own, ...where] : where
  const read = readQuery({ ...written.asked, ...rest, where: both }, fields)
  if (!('trouble' in read)) return read
  const { path, says } = read.trouble
  const [part, index, ...deeper] = path
  if (part === 'where' && typeof index === 'number' && index >= own.length)
    return { trouble: { path: [part, index - own.length, ...deeper], says } }
  const column = String(part) in rest ? undefined : written.columnOf(path)
  return { trouble: { path, says, ...(column !== undefined && { column }) } }
}

/** What is wrong as one sentence. A place in the text of the parameter `q` is a column of it. */
export const troubleSentence = ({ column, ...complaint }: Trouble): string =>
  column === undefined ? sentence(complaint) : sentence(complaint, `q, column ${column}`)

/**
 * Reads the text of a query.
 *
 * @throws `invalid` with one sentence that names the column.
 */
export function parseText(text: string, fields: Fields): Query {
  const read = readAsked({ q: text }, fields)
  if (!('trouble' in read)) return read
  const { column, ...complaint } = read.trouble
  throw invalid(
    column === undefined ? sentence(complaint) : sentence(complaint, `Column ${column}`),
  )
}
