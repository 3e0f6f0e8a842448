import { keepNewest } from '../../kernel/newest.ts'
import type { Row } from '../../reports/columns.ts'
import type { ReportAsked } from './query-of.ts'

/** The sizes of pages by which Commander goes on: when an answer has that many rows, it asks for more. */
export const eventsPage = 1_000
const groupsPage = 2_000

export const isCounted = ({ report_type = 'raw' }: ReportAsked): boolean => report_type !== 'raw'

/** Whether Commander would go on after as many rows as it asks for. */
export const isPage = (asked: ReportAsked): boolean =>
  asked.limit === (isCounted(asked) ? groupsPage : eventsPage)

/**
 * Which pages of a report a session has had: by what else it asked for, the second of the last row. When the same report goes on
 * there, the second is behind it, because pages hold whole seconds; of a report that counts, everything is behind it.
 */
const had = new Map<string, number>()
const most = 10_000

function keyOf(session: string, { report_type, order, columns, aggregate, filter }: ReportAsked) {
  const { created: _, ...others } = filter ?? {}
  return JSON.stringify([session, report_type, order ?? 'descending', columns, aggregate, others])
}

const edgeOf = (asked: ReportAsked): 'min' | 'max' => (asked.order === 'ascending' ? 'min' : 'max')

/** The second that a request begins with, if it says one. */
export function boundaryOf(asked: ReportAsked): number | undefined {
  const created = asked.filter?.created
  if (typeof created !== 'object' || Array.isArray(created)) return undefined
  return created[edgeOf(asked)] ?? undefined
}

/** Whether a request is for what comes after a page that the session has had. */
export function isNextPage(session: string, asked: ReportAsked): boolean {
  const boundary = boundaryOf(asked)
  return boundary !== undefined && had.get(keyOf(session, asked)) === boundary
}

/** The request without the second that it begins with. */
export function behindBoundary(asked: ReportAsked): ReportAsked {
  const exclude = edgeOf(asked) === 'min' ? { exclude_min: true } : { exclude_max: true }
  const created = { ...Object(asked.filter?.created), ...exclude }
  return { ...asked, filter: { ...asked.filter, created } }
}

/** The time of a row from which Commander goes on. */
const timeOf = (row: Row | undefined) =>
  row?.['last_created'] ?? row?.['first_created'] ?? row?.['created']

/** Remembers a whole page; a shorter one is the last. */
export function rememberPage(session: string, asked: ReportAsked, rows: readonly Row[]): void {
  const key = keyOf(session, asked)
  had.delete(key)
  const last = timeOf(rows.at(-1))
  if (isPage(asked) && rows.length >= (asked.limit ?? 0) && typeof last === 'number')
    keepNewest(had, [key, last], most)
}
