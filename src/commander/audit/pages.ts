import { keepNewest } from '../../kernel/newest.ts'
import type { Row } from '../../reports/columns.ts'
import type { ReportAsked } from './query-of.ts'

/**
 * Which pages of a report a session has had: by what else it asked for, the second of the last row. When the same report goes on
 * there, the second is behind it, because pages hold whole seconds.
 */
const had = new Map<string, number>()
const most = 10_000

const filterWithout = ({ filter }: ReportAsked) => {
  const { created: _, ...others } = filter ?? {}
  return others
}

const keyOf = (session: string, asked: ReportAsked) =>
  JSON.stringify([session, asked.report_type, asked.order ?? 'descending', filterWithout(asked)])

const edgeOf = (asked: ReportAsked): 'min' | 'max' => (asked.order === 'ascending' ? 'min' : 'max')

/** The second that a request begins with, if it says one. */
export function boundaryOf(asked: ReportAsked): number | undefined {
  const created = asked.filter?.created
  if (typeof created !== 'object' || Array.isArray(created)) return undefined
  return created[edgeOf(asked)] ?? undefined
}

/** The request without the second that the session had before, where it is the next page of the same report. */
export function behindLastPage(session: string, asked: ReportAsked): ReportAsked {
  const boundary = boundaryOf(asked)
  const created = asked.filter?.created
  if (boundary === undefined || had.get(keyOf(session, asked)) !== boundary) return asked
  const exclude = edgeOf(asked) === 'min' ? { exclude_min: true } : { exclude_max: true }
  return { ...asked, filter: { ...asked.filter, created: { ...(created as object), ...exclude } } }
}

/** Remembers a whole page; a shorter one is the last. */
export function rememberPage(session: string, asked: ReportAsked, rows: readonly Row[]): void {
  const key = keyOf(session, asked)
  had.delete(key)
  const last = rows.at(-1)?.['created']
  if (rows.length >= (asked.limit ?? Infinity) && typeof last === 'number')
    keepNewest(had, [key, last], most)
}
