import type { Scalar } from '../kernel/canonical-json.ts'
import { Failure } from '../kernel/errors.ts'
import type { ApiClient } from './api.ts'
import { type Message, serverSentEvents } from './server-sent-events.ts'

/** An event as readers get it. */
export type LogEvent = {
  readonly seq: number
  readonly audit_event: string
  readonly timestamp: string
  readonly message: string
  readonly [field: string]: Scalar
}

type Query = Parameters<ApiClient['events']['stream']['$get']>[0]['query']

/** What to follow, from where, until when. */
export type Live = {
  readonly query: Query
  /** The last event that is known already, or -1; without it only what happens from now on is told. */
  readonly after?: number | undefined
  readonly signal: AbortSignal
  /** Called when the connection is lost: it is tried again until it is back. */
  readonly lost: (why: string) => void
}

const firstPauseMs = 500
const longestPauseMs = 10_000

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true })
  })

async function* messages(api: ApiClient, { query, after, signal }: Live) {
  const headers = after === undefined ? {} : { 'last-event-id': String(after) }
  const { body } = await api.events.stream.$get({ query }, { headers, init: { signal } })
  if (body) yield* serverSentEvents(body)
}

/** Whether it is worth coming back: the line was cut, or the server is away or busy. What it refused, it will refuse again. */
const isPassing = (error: unknown) =>
  !(error instanceof Failure) || error.kind === 'rejected' || error.kind === 'busy'

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Waits longer from attempt to attempt, and says only once that the connection is lost. */
function patience({ signal, lost }: Live) {
  let pauseMs = firstPauseMs
  return {
    connected: () => {
      pauseMs = firstPauseMs
    },
    async wait(why: string) {
      if (pauseMs === firstPauseMs) lost(why)
      await pause(pauseMs, signal)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    },
  }
}

/** The messages of one connection after the other. */
async function* reconnecting(api: ApiClient, live: Live): AsyncGenerator<Message> {
  const { signal } = live
  const { connected, wait } = patience(live)
  let { after } = live
  for (let isKnown = false; !signal.aborted; ) {
    let why = 'the server ended the stream'
    try {
      for await (const message of messages(api, { ...live, after })) {
        isKnown = true
        connected()
        after = Number(message.id)
        yield message
      }
    } catch (error) {
      if (!signal.aborted && !(isKnown && isPassing(error))) throw error
      why = sentenceOf(error)
    }
    if (!signal.aborted) await wait(why)
  }
}

/**
 * Events as they happen, until the signal aborts. After a cut it comes back, again and again, where it was: nothing is
 * missing and nothing comes twice. Throws only when the first connection fails, or when the server refuses.
 */
export async function* liveEvents(api: ApiClient, live: Live): AsyncGenerator<LogEvent> {
  for await (const { data } of reconnecting(api, live))
    if (data !== '') yield JSON.parse(data) as LogEvent
}

type PageQuery = Parameters<ApiClient['events']['$get']>[0]['query']

/** The newest events that a query finds, oldest first. */
export async function newestEvents(
  api: ApiClient,
  query: PageQuery,
  count: number,
): Promise<readonly LogEvent[]> {
  const page = { ...query, limit: [String(count)], order: ['descending'] }
  const { events } = await (await api.events.$get({ query: page })).json()
  return (events as readonly LogEvent[]).toReversed()
}

const pageLength = 1_000

/** The events after `after` up to now, page by page, oldest first. Its own reading, which is on the record too, is not in it. */
export async function* pastEvents(
  api: ApiClient,
  query: PageQuery,
  after: number,
): AsyncGenerator<LogEvent> {
  const [newest] = await newestEvents(api, {}, 1)
  const before = String((newest?.seq ?? -1) + 1)
  for (let from = after; ; ) {
    const page = { ...query, limit: [String(pageLength)], order: ['ascending'] }
    const { events, next } = await (
      await api.events.$get({ query: { ...page, after: [String(from)], before: [before] } })
    ).json()
    yield* events as readonly LogEvent[]
    if (next === null) return
    from = next
  }
}
