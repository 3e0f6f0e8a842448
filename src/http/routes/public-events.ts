import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import type { ShownEvent } from '../../events/shown-event.ts'
import { vocabularyOf } from '../../events/vocabulary.ts'
import { pullEvents } from '../../reports/actions/pull-events.ts'
import { readEventPage } from '../../reports/event-page.ts'
import type { Reader } from '../../reports/found-events.ts'
import { continuationToken, isWithin, type Pull } from '../../reports/pull-query.ts'
import { readerOf } from '../../reports/reader-of.ts'
import { leafHashHex } from '../../tlog/hash.ts'
import { clientLeft } from '../client-left.ts'
import { type ProgramEnv, requireApiToken } from '../middleware/require-api-token.ts'
import type { Services } from '../services.ts'

/** With the hash of its leaf, by which a holder can hold it against the log. */
async function withLeafHashes({ store }: Services, events: readonly ShownEvent[]) {
  const entries = await store.events.readThese(events.map(({ seq }) => seq))
  const bodies = new Map(entries.map(({ seq, body }) => [seq, body]))
  return events.map((event) => ({ ...event, leaf_hash: leafHashHex(bodies.get(event.seq) ?? '') }))
}

/** A page that has something, unless there is nothing more: at the edges of a span a whole page may lie outside of it. */
async function pageOf({ query, place }: Pull, reader: Reader) {
  for (let asked = query; ; ) {
    const { events, next } = await readEventPage(asked, reader)
    const within = events.filter(({ timestamp }) => isWithin(place, timestamp))
    if (within.length > 0 || next === null) return { events: within, next }
    asked = { ...asked, after: next }
  }
}

/**
 * Where to go on. `continuation_token` is for the next page of this listing, and null on the last one, as with Keeper;
 * `resume_token`, which is ours, is for whatever has been recorded since, and always there.
 */
function tokens({ place }: Pull, next: number | null) {
  const { before = 0, ...dates } = place
  return {
    has_more: next !== null,
    continuation_token: next === null ? null : continuationToken({ ...place, after: next }),
    resume_token: continuationToken({ ...dates, after: next ?? before - 1 }),
  }
}

/** Keeper's pull API (docs.keeper.io, "Admin REST API"), for SIEMs that ask instead of being told. */
export const publicEvents = new Hono<ProgramEnv>().get('/', requireApiToken, async (c) => {
  const services = c.get('services')
  const { fields } = vocabularyOf(services.catalog)
  const size = await services.store.events.size()
  const context = c.get('program')
  const action = pullEvents({ fields, size }, context.caller.who)
  const pull = await perform(context, action, c.req.queries())
  const { events, next } = await pageOf(pull, readerOf(services, size, clientLeft(c)))
  return c.json({ ...tokens(pull, next), events: await withLeafHashes(services, events) })
})
