import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import { vocabularyOf } from '../../events/vocabulary.ts'
import { targetStatuses } from '../../exports/target-status.ts'
import { notFound } from '../../kernel/errors.ts'
import type { AskedInput } from '../../query/asked.ts'
import { parseQuery, type QueryInput } from '../../query/query.ts'
import { readReport } from '../../reports/actions/read-events.ts'
import { readExposure } from '../../reports/actions/read-exposure.ts'
import { readReady } from '../../reports/actions/read-ready.ts'
import type { ExposedTo } from '../../reports/exposed-to.ts'
import { exposure } from '../../reports/exposure.ts'
import { readerOf } from '../../reports/reader-of.ts'
import { type readyAsked, readyRows, sourcesOf } from '../../reports/ready-report.ts'
import { runReport } from '../../reports/run.ts'
import { wayKinds } from '../../reports/schedule/schedule-status.ts'
import { accepts } from '../accepts.ts'
import { clientLeft } from '../client-left.ts'
import type { SessionEnv, SessionRequest } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'
import { ndjson, ndjsonType, troubleLine } from '../ndjson.ts'
import { sendStream } from '../send-stream.ts'

export const reports = new Hono<SessionEnv>()
  .use(requireSession)
  .post('/query', accepts<AskedInput>(), async (c) => {
    const services = c.get('services')
    const size = await services.store.events.size()
    const action = readReport(vocabularyOf(services.catalog).fields)
    const query = await perform(c.var.context, action, c.req.valid('json'))
    const reader = readerOf(services, size, clientLeft(c))
    return sendStream(c as unknown as SessionRequest, {
      type: ndjsonType,
      chunks: ndjson(runReport(query, reader)),
      trouble: troubleLine,
    })
  })
  .get('/library', async (c) => {
    const { library } = c.get('services')
    return c.json([...library.values()].map(({ rows: _, ...told }) => told))
  })
  .get('/ways', async (c) => c.json(wayKinds(c.get('services').schedules)))
  .post('/library/:name', accepts<z.input<typeof readyAsked>>(), async (c) => {
    const services = c.get('services')
    const size = await services.store.events.size()
    const report = services.library.get(c.req.param('name'))
    if (!report) throw notFound(`there is no report ${c.req.param('name')}`)
    const asked = await perform(c.var.context, readReady(report), c.req.valid('json'))
    const { fields } = vocabularyOf(services.catalog)
    const reader = readerOf(services, size, clientLeft(c))
    const query = (input: QueryInput) => runReport(parseQuery(input, fields), reader)
    const now = services.clock()
    const exports = () => targetStatuses({ store: services.store, house: services.exports, now })
    const sources = sourcesOf(services.store, { query, exports, now })
    return sendStream(c as unknown as SessionRequest, {
      type: ndjsonType,
      chunks: ndjson(readyRows(report, sources, asked)),
      trouble: troubleLine,
    })
  })
  .post('/exposure', accepts<ExposedTo>(), async (c) => {
    const services = c.get('services')
    const size = await services.store.events.size()
    const action = readExposure(vocabularyOf(services.catalog).fields)
    const asked = await perform(c.var.context, action, c.req.valid('json'))
    const reader = readerOf(services, size, clientLeft(c))
    const rows = {
      answers: runReport(asked.answers, reader),
      files: runReport(asked.files, reader),
    }
    return c.json(await services.store.read((state) => exposure(rows, state)))
  })
