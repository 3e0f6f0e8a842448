import { vocabularyOf } from '../../events/vocabulary.ts'
import { notFound } from '../../kernel/errors.ts'
import type { Document } from '../../print/cell.ts'
import type { ReportLook } from '../../print/report/look.ts'
import { readyDocument } from '../../print/report/ready-document.ts'
import { withReportDocument } from '../../print/report/report-document.ts'
import { uidColumnOf } from '../../print/report/title-columns.ts'
import { type AskedInput, readAsked, troubleSentence } from '../../query/asked.ts'
import { parseQuery, type QueryInput } from '../../query/query.ts'
import type { SavedReport } from '../../store/state/saved-reports.ts'
import { toldReport } from '../actions/saved-reports.ts'
import type { Row } from '../columns.ts'
import type { Reader } from '../found-events.ts'
import {
  type ReadyReport,
  readyAsked,
  readyRows,
  type Sources,
  sourcesOf,
} from '../ready-report.ts'
import type { ReportSummary } from '../report-letter.ts'
import { runReport } from '../run.ts'
import type { Afresh } from './afresh.ts'
import { peopleIn } from './people-in.ts'
import { type PrintedFile, printedFile } from './printed-file.ts'
import type { ReportForm } from './report-format.ts'
import { watchedDocument } from './summary.ts'

/** What is made: a saved or a ready-made report, and what is asked anew. */
export type Wanted = {
  readonly report: SavedReport | ReadyReport
  readonly asked: Afresh
  readonly form: ReportForm
}

export type MadeReport = PrintedFile & {
  readonly rows: number
  readonly summary: ReportSummary
  readonly people: ReturnType<typeof peopleIn>
}

/** A question that nobody has saved, as a report. */
export const unsavedReport = (question: AskedInput): SavedReport => ({
  name: 'unsaved',
  owner_uid: '',
  question: JSON.stringify(question),
  layout: JSON.stringify({
    report_format: 'message',
    columns: [],
    patterns: [],
    regex: false,
    match_all: false,
  }),
  is_private: 1,
  modified_at: 0,
})

/** Where the rows of a report come from. */
export type Reading = { readonly reader: Reader; readonly exports: Sources['exports'] }

const isReady = (report: Wanted['report']): report is ReadyReport => 'rows' in report

/** These name their columns before their first row, so that only those appear that have a value. */
const namesItsColumns = (form: ReportForm) => form === 'csv' || form === 'pdf'

type Use = (document: Document) => Promise<void>
type Watch = (rows: AsyncIterable<Row>) => AsyncIterable<Row>
type Making = Reading & { readonly watch: Watch; readonly use: Use }

function fromSaved(saved: SavedReport, { asked, form }: Wanted, making: Making): Promise<void> {
  const { reader, watch, use } = making
  const { question, layout } = toldReport(saved)
  const { fields } = vocabularyOf(reader.catalog)
  const { filter, ...kept } = question
  const { created, limit } = asked
  const again: AskedInput = {
    ...kept,
    ...(limit !== undefined && { limit }),
    filter: { ...filter, ...(created !== undefined && { created }) },
  }
  const query = readAsked(again, fields)
  if ('trouble' in query)
    throw notFound(`it can no longer be asked: ${troubleSentence(query.trouble)}`)
  const look: ReportLook = {
    reportType: query.report_type,
    reportFormat: layout.report_format,
    columns: [...new Set(layout.columns.map(uidColumnOf))],
    aggregate: [...query.aggregate],
    timezone: query.timezone,
    regex: layout.regex,
    matchAll: layout.match_all,
  }
  const how = {
    look,
    patterns: layout.patterns,
    findTitle: 'none',
    namesItsColumns: namesItsColumns(form),
  } as const
  return withReportDocument(watch(runReport(query, reader)), how, use)
}

async function fromReady(ready: ReadyReport, { asked }: Wanted, making: Making): Promise<void> {
  const { reader, exports, watch, use } = making
  const { fields } = vocabularyOf(reader.catalog)
  const query = (input: QueryInput) => runReport(parseQuery(input, fields), reader)
  const sources = sourcesOf(reader.store, { query, exports, now: reader.now })
  const rows = watch(readyRows(ready, sources, readyAsked.parse(asked)))
  await use(readyDocument(rows, ready.columns))
}

/**
 * Makes the file of a report, as `audit-report --run` prints it; titles are the vault's and are not in it.
 *
 * @throws `invalid` when it is too large, `busy` when it takes too much time or memory: each says what to do.
 */
export async function makeReport(wanted: Wanted, reading: Reading): Promise<MadeReport> {
  const { report, form } = wanted
  const people = peopleIn(vocabularyOf(reading.reader.catalog).fields)
  let made: Omit<MadeReport, 'people'> | undefined
  const use: Use = async (document) => {
    const watched = watchedDocument(document)
    const file = await printedFile(watched.document, form)
    made = { ...file, rows: watched.count(), summary: await watched.summary() }
  }
  const making = { ...reading, watch: people.watched, use }
  await (isReady(report) ? fromReady(report, wanted, making) : fromSaved(report, wanted, making))
  if (!made) throw new Error('a report was not printed')
  return { ...made, people }
}
