import { Hono } from 'hono'
import { z } from 'zod'
import { perform } from '../../access/action.ts'
import { vocabularyOf } from '../../events/vocabulary.ts'
import { syslogLines } from '../../exports/syslog-lines.ts'
import { targetStatuses } from '../../exports/target-status.ts'
import { invalid, notFound } from '../../kernel/errors.ts'
import { readReport } from '../../reports/actions/read-events.ts'
import { readReady } from '../../reports/actions/read-ready.ts'
import { readerOf } from '../../reports/reader-of.ts'
import { runReport } from '../../reports/run.ts'
import { makeReport, unsavedReport } from '../../reports/schedule/make-report.ts'
import { reportFormNames, reportForms } from '../../reports/schedule/report-format.ts'
import { accepts } from '../accepts.ts'
import { clientLeft } from '../client-left.ts'
import type { SessionEnv, SessionRequest } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'
import type { Services } from '../services.ts'

/** A question as text, or a ready-made report over a time; and in which form. */
const wanted = z.strictObject({
  q: z.string().optional(),
  timezone: z.string().max(64).optional(),
  ready: z.string().max(80).optional(),
  created: z.string().max(256).optional(),
  format: z.enum([...reportFormNames, 'syslog']),
})

export type ReportFileInput = z.input<typeof wanted>

type Wanted = z.output<typeof wanted>

function read(raw: unknown): Wanted {
  const { data, error } = wanted.safeParse(raw)
  if (data) return data
  const [issue] = error.issues
  throw invalid(`${issue?.path.join('.') || 'report'}: ${issue?.message}`)
}

/** Asks, which is on record, and says what is to be made. */
async function askedFor(c: SessionRequest, { q, timezone, ready, created }: Wanted) {
  const { catalog, library } = c.get('services')
  if (ready === undefined) {
    const question = { ...(q !== undefined && { q }), ...(timezone !== undefined && { timezone }) }
    const query = await perform(c.var.context, readReport(vocabularyOf(catalog).fields), question)
    return { query, report: unsavedReport(question), asked: {} }
  }
  const report = library.get(ready)
  if (!report) throw notFound(`there is no report ${ready}`)
  const over = created === undefined ? {} : { created }
  await perform(c.var.context, readReady(report), over)
  return { query: undefined, report, asked: over }
}

const exportsOf =
  ({ store, exports: house, clock }: Services) =>
  () =>
    targetStatuses({ store, house, now: clock() })

type Body = { readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> }

async function fileOf(c: SessionRequest, asked: Wanted): Promise<Body> {
  const services = c.get('services')
  const reader = readerOf(services, await services.store.events.size(), clientLeft(c))
  const { query, ...report } = await askedFor(c, asked)
  if (asked.format !== 'syslog') {
    const form = asked.format
    const { content } = await makeReport(
      { ...report, form },
      { reader, exports: exportsOf(services) },
    )
    const { mediaType } = reportForms[form]
    return { body: content, headers: { 'content-type': mediaType, 'content-encoding': 'gzip' } }
  }
  if (query?.report_type !== 'raw')
    throw invalid('syslog is for events one by one: take report:raw, or another form')
  const lines = await syslogLines(
    { store: services.store, catalog: services.catalog, house: services.exports },
    runReport(query, reader),
  )
  return { body: Buffer.from(lines), headers: { 'content-type': 'text/plain; charset=utf-8' } }
}

/** Reports as files. */
export const reportFiles = new Hono<SessionEnv>()
  .use(requireSession)
  .post('/', accepts<ReportFileInput>(), async (c) => {
    const asked = read(c.req.valid('json'))
    const { body, headers } = await fileOf(c as unknown as SessionRequest, asked)
    return c.body(Uint8Array.from(body).buffer, 200, { ...headers, 'cache-control': 'no-store' })
  })
