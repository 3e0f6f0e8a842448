import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { history } from '../../events/history.ts'
import { readReport } from '../../reports/actions/read-events.ts'
import { groupColumns, type Row } from '../../reports/columns.ts'
import type { ReportQuery, ReportQueryInput } from '../../reports/query.ts'
import { runReport } from '../../reports/run.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv, SessionRequest } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'
import { sendStream } from '../send-stream.ts'
import type { Services } from '../services.ts'

const chunkCharacters = 16_384

/** One JSON object a line, many lines a chunk. */
async function* ndjson(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let chunk = ''
  for await (const row of rows) {
    chunk += `${JSON.stringify(row)}\n`
    if (chunk.length < chunkCharacters) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

/** The rows of a report over the first `size` events. */
function rowsOf(query: ReportQuery, { store, catalog, clock }: Services, size: number) {
  const { min = 0, max = size } = query.filter.seq ?? {}
  const stretch = { direction: query.order, first: min, before: Math.min(max + 1, size) }
  const events = history(store, catalog, stretch)
  return runReport(query, { events, catalog, now: clock() })
}

export const reports = new Hono<SessionEnv>()
  .use(requireSession)
  .post('/query', accepts<ReportQueryInput>(), async (c) => {
    const services = c.get('services')
    const size = await services.store.events.size()
    const action = readReport(groupColumns(services.catalog))
    const query = await perform(c.var.context, action, c.req.valid('json'))
    const chunks = ndjson(rowsOf(query, services, size))
    return sendStream(c as unknown as SessionRequest, { type: 'application/x-ndjson', chunks })
  })
