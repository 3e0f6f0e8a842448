import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { exportEvents } from '../../events/exported-event.ts'
import { showEvents } from '../../events/shown-event.ts'
import { vocabularyOf } from '../../events/vocabulary.ts'
import { eventViews } from '../../exports/event-views.ts'
import { Failure } from '../../kernel/errors.ts'
import { readEvent, readEvents, readFeed, readPage } from '../../reports/actions/read-events.ts'
import { readEventPage } from '../../reports/event-page.ts'
import type { EventFeedQuery, EventPageQuery } from '../../reports/event-query.ts'
import { readerOf } from '../../reports/reader-of.ts'
import { accepts, asks } from '../accepts.ts'
import { clientLeft } from '../client-left.ts'
import type { SessionEnv, SessionRequest } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'
import { sendFeed } from '../send-feed.ts'
import type { Services } from '../services.ts'
import { entryProofs } from './proofs.ts'

/** The proof of one entry, or null while no checkpoint covers it. */
const signedProof = (services: Services, seq: number): Promise<string | null> =>
  entryProofs(services, [seq]).then(
    ({ proofs: [proof] }) => proof ?? null,
    (error) => {
      if (error instanceof Failure && error.kind === 'busy') return null
      throw error
    },
  )

export const events = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', asks<EventPageQuery>(), async (c) => {
    const services = c.get('services')
    const { store, catalog } = services
    const { fields } = vocabularyOf(catalog)
    const size = await store.events.size()
    const page = await perform(c.var.context, readPage(fields), c.req.valid('query'))
    const { events, next } = await readEventPage(page, readerOf(services, size, clientLeft(c)))
    return c.json({ events: await exportEvents(store, events), next, size })
  })
  .get('/stream', asks<EventFeedQuery>(), async (c) => {
    const { fields } = vocabularyOf(c.get('services').catalog)
    const returning = c.req.header('last-event-id')
    const feed = await perform(c.var.context, readFeed(fields), {
      ...c.req.valid('query'),
      ...(returning && { last_event_id: [returning] }),
    })
    return sendFeed(c as unknown as SessionRequest, feed)
  })
  .get('/:seq', async (c) => {
    const { store, catalog } = c.get('services')
    const entry = await perform(c.var.context, readEvent(store.events), c.req.param())
    const [event] = await exportEvents(store, await showEvents(store, catalog, [entry]))
    return c.json({ event, proof: await signedProof(c.get('services'), entry.seq) })
  })
  .get('/:seq/exports', requirePermission('exports.read'), async (c) => {
    const { store, catalog, exports: house, clock } = c.get('services')
    const entry = await perform(c.var.context, readEvent(store.events), c.req.param())
    return c.json(await eventViews({ store, catalog, house, now: clock() }, entry))
  })
  .post('/proofs', accepts<{ seqs: number[] }>(), async (c) => {
    const services = c.get('services')
    const { store, catalog, logKeys: vkeys } = services
    const entries = await perform(c.var.context, readEvents(store.events), c.req.valid('json'))
    const events = await exportEvents(store, await showEvents(store, catalog, entries))
    const seqs = entries.map(({ seq }) => seq)
    return c.json({ vkeys, events, ...(await entryProofs(services, seqs)) })
  })
