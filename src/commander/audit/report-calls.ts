import { perform } from '../../access/action.ts'
import { vocabularyOf } from '../../events/vocabulary.ts'
import type { QueryInput } from '../../query/query.ts'
import { readReport } from '../../reports/actions/read-events.ts'
import type { Row } from '../../reports/columns.ts'
import { readerOf } from '../../reports/reader-of.ts'
import { runReport } from '../../reports/run.ts'
import type { House, OfPerson } from '../house.ts'
import type { JsonCommand } from '../json-command.ts'
import { readJson } from '../json-command.ts'
import { eventNames, numberOf } from './numbers.ts'
import {
  behindBoundary,
  boundaryOf,
  eventsPage,
  isCounted,
  isNextPage,
  isPage,
  rememberPage,
} from './pages.ts'
import { asksForNothing, type Numbers, queryOf, type ReportAsked, reportShape } from './query-of.ts'
import { wholeSeconds, wireRow } from './report-rows.ts'

/** The rows of a question, which is on record before the first of them: the same action and the same query as every other report. */
export async function rowsOf(asked: OfPerson, input: QueryInput): Promise<AsyncIterable<Row>> {
  const { house, context } = asked
  const size = await house.store.events.size()
  const query = await perform(context, readReport(vocabularyOf(house.catalog).fields), input)
  return runReport(query, readerOf(house, size))
}

/** Every client that the log knows, by the numbers that Commander was told. */
async function versionsOf({ house }: OfPerson): Promise<ReadonlyMap<number, string>> {
  const { projection, catalog, store, clock, stopping } = house
  const field = vocabularyOf(catalog).fields.get('client')
  if (!field) return new Map()
  const ask = {
    query: everything,
    size: await store.events.size(),
    now: clock(),
    signal: stopping,
    most: 100_000,
  }
  const values = await projection.values(field, ask)
  return new Map(values.map((value) => [numberOf(String(value)), String(value)]))
}

const everything = {
  report_type: 'dim',
  columns: ['client'],
  aggregate: [],
  timezone: 'UTC',
  order: 'ascending',
  where: [],
} as const

/** The alerts that there are, by the numbers that Commander was told. */
const alertsOf = ({ store }: House): Promise<ReadonlyMap<number, string>> =>
  store.read(async ({ alertRules }) => {
    const rules = await alertRules.list()
    return new Map(rules.map(({ alert_uid }) => [numberOf(alert_uid), alert_uid]))
  })

const none: ReadonlyMap<number, string> = new Map()

async function numbersFor(asked: OfPerson, { filter }: ReportAsked): Promise<Numbers> {
  const { house } = asked
  const needsVersions = filter?.keeper_version !== undefined
  return {
    events: eventNames(house.catalog),
    versions: needsVersions ? await versionsOf(asked) : none,
    alerts: filter?.parent_id === undefined ? none : await alertsOf(house),
  }
}

async function all(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const page: Row[] = []
  for await (const row of rows) page.push(row)
  return page
}

/** Everything that a report counts: Commander cannot count on, because a group would be in two of its pages. */
const whole = (report: ReportAsked): ReportAsked =>
  isPage(report) ? { ...report, limit: -1 } : report

async function answerRows(asked: OfPerson, report: ReportAsked): Promise<readonly Row[]> {
  const rows = await rowsOf(asked, queryOf(whole(report), await numbersFor(asked, report)))
  if (isCounted(report) || !isPage(report)) return all(rows)
  return wholeSeconds(rows, { limit: eventsPage, boundary: boundaryOf(report) })
}

/** In a batch it is `audit-report` that asks, page after page. */
async function nextRows(asked: OfPerson, report: ReportAsked): Promise<readonly Row[]> {
  const session = asked.context.caller.who.session
  const isNext = isNextPage(session, report)
  const rows =
    isNext && isCounted(report)
      ? []
      : await answerRows(asked, isNext ? behindBoundary(report) : report)
  rememberPage(session, report, rows)
  return rows
}

/** Rows of events one by one, or counted. */
export const auditReports: JsonCommand = async (asked, request, { isBatch }) => {
  const report = readJson(reportShape, request)
  if (asksForNothing(report)) return { audit_event_overview_report_rows: [] }
  const rows = await (isBatch ? nextRows : answerRows)(asked, report)
  return { audit_event_overview_report_rows: rows.map(wireRow) }
}
