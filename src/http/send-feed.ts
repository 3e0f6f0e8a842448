import { isProgram, programMayStill } from '../access/api-token.ts'
import { mayStill } from '../access/person.ts'
import { type ExportedEvent, exportEvents } from '../events/exported-event.ts'
import type { Query } from '../query/query.ts'
import { eventFeed } from '../reports/event-feed.ts'
import type { SessionRequest } from './env.ts'
import { sendStream } from './send-stream.ts'
import type { Services } from './services.ts'

/** How long a stream may be silent: proxies close what is silent for a minute. */
const silenceMs = 15_000

/** How soon a client comes back after a cut. */
const retryMs = 2_000

/** Moves the reader's Last-Event-ID without an event: a message without data (HTML Standard §9.2.6). */
const positionOnly = (position: number) => `id: ${position}\n\n`

type Told = { readonly events: readonly ExportedEvent[]; readonly position: number }

function message({ events, position }: Told): string {
  const lines = events.map((event) => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`)
  return events.at(-1)?.seq === position ? lines.join('') : lines.join('') + positionOnly(position)
}

type Feed = {
  readonly told: ReturnType<typeof eventFeed>
  readonly store: Services['store']
  readonly isAllowed: () => Promise<boolean>
}

/** Ends when the reader's session has ended, which is looked up before anything is told. */
async function* messages(start: number, { told, store, isAllowed }: Feed): AsyncGenerator<string> {
  yield `retry: ${retryMs}\n${positionOnly(start)}`
  for await (const one of told) {
    if (!(await isAllowed())) return
    yield message({ ...one, events: await exportEvents(store, one.events) })
  }
}

/**
 * Sends a feed as server-sent events (HTML Standard §9.2). The `id` is the sequence number, so that a browser's
 * EventSource resumes by itself where it was cut.
 */
export async function sendFeed(c: SessionRequest, feed: Query): Promise<Response> {
  const { store, catalog, clock, stopping, placeOf } = c.get('services')
  const { who } = c.get('context').caller
  const gone = new AbortController()
  const position = feed.after ?? (await store.events.size()) - 1
  const told = eventFeed(feed, {
    store,
    catalog,
    now: clock(),
    position,
    signal: AbortSignal.any([stopping, gone.signal]),
    silenceMs,
    placeOf,
  })
  const permission = 'events.read'
  const isAllowed = () =>
    isProgram(who)
      ? programMayStill(store, { program: who, permission, now: clock() })
      : mayStill(store, { person: who, permission, now: clock() })
  return sendStream(c, {
    type: 'text/event-stream',
    chunks: messages(position, { told, store, isAllowed }),
    left: () => gone.abort(),
  })
}
