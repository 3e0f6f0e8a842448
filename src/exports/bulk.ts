import type { HttpAnswer } from '../outbound/http-line.ts'
import { waitOf } from '../outbound/retry-after.ts'
import type { Trust } from '../outbound/trust.ts'
import { asLines, httpSender } from './http-sender.ts'
import { jsonOf, judgeStatus, reasonOf } from './http-verdict.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import type { Limits, Sender, Tools, Unit } from './target.ts'
import { again, paused, type RefusedUnit, type Verdict } from './verdict.ts'

/** The `_bulk` of Elasticsearch and OpenSearch, into a data stream: there only `create` is allowed. */

export const bulkLimits: Limits = { events: 1_000, bytes: 4_000_000, ageMs: 200 }

/** The event's id is the document's, so that what comes twice is there once. */
export function bulkLine(event: OutgoingEvent, document: string): string {
  const stamp = `"@timestamp":${JSON.stringify(event.timestamp)}`
  const stamped = document.startsWith('{"@timestamp"') ? document : `{${stamp},${document.slice(1)}`
  return `${JSON.stringify({ create: { _id: event.event_id } })}\n${stamped}`
}

type Item = {
  readonly status?: number
  readonly error?: { readonly type?: string; readonly reason?: string }
}
type Sort = 'done' | 'refused' | 'again' | 'paused'

/** A disk that is full is for them to put right, and their 403 says nothing about us. */
const passing = new Set(['cluster_block_exception', 'unavailable_shards_exception'])

function sortOf({ status = 0, error }: Item): Sort {
  if (status >= 200 && status < 300) return 'done'
  if (status === 409) return 'done'
  if (status === 429 || status >= 500 || passing.has(error?.type ?? '')) return 'again'
  return [401, 403, 404].includes(status) ? 'paused' : 'refused'
}

const sentence = ({ status, error }: Item) =>
  `${status} ${error?.type ?? 'no reason'}: ${error?.reason ?? ''}`.slice(0, 300)

/** Each item by itself: `errors: false` is not believed when an item says otherwise. */
function judgeItems(items: readonly Item[], answer: HttpAnswer): Verdict {
  const sorted = items.map((item) => ({ item, sort: sortOf(item) }))
  const halted = sorted.find(({ sort }) => sort === 'paused')
  if (halted) return paused(sentence(halted.item))
  const delayed = sorted.find(({ sort }) => sort === 'again')
  if (delayed) return again(sentence(delayed.item), waitOf(answer.retryAfter, Date.now()))
  const refused = sorted.flatMap(({ item, sort }, at): RefusedUnit[] =>
    sort === 'refused' ? [{ at, reason: sentence(item) }] : [],
  )
  return { kind: 'done', refused }
}

function judgeBulk(answer: HttpAnswer, units: readonly Unit[]): Verdict {
  if (answer.status !== 200) return judgeStatus(answer)
  const { items } = jsonOf(answer)
  if (!Array.isArray(items) || items.length !== units.length)
    return again(`not the answer of a _bulk: ${reasonOf(answer)}`)
  return judgeItems(
    items.map((item: Record<string, Item>) => Object.values(item)[0] ?? {}),
    answer,
  )
}

export type Bulk = {
  readonly url: string
  readonly dataStream: string
  readonly authorization: string
  readonly trust: Trust
}

export const bulkSender = ({ url, dataStream, authorization, trust }: Bulk, tools: Tools): Sender =>
  httpSender({
    tools,
    trust,
    request: (units) => ({
      url: `${url}/${encodeURIComponent(dataStream)}/_bulk`,
      headers: { authorization, 'content-type': 'application/x-ndjson' },
      body: asLines(units),
    }),
    judge: judgeBulk,
  })
