import { afterAll, beforeAll, expect, test } from 'vitest'
import { testMessage } from '../../src/exports/outgoing.ts'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import { deliverTo } from '../support/deliver-to.ts'
import { numberedEvents } from '../support/numbered-events.ts'
import { testExports } from '../support/test-exports.ts'
import { guideSearch } from './support/guide-search.ts'
import { type Opensearch, startOpensearch } from './support/opensearch-server.ts'

/** The guide's search for gaps and duplicates, word for word, in a real OpenSearch that the real target has filled. */

const seed = Date.now() % 2 ** 31
const events = numberedEvents(5_000, seed)
const stream = 'keepwatch-audit'
const firstIndex = `.ds-${stream}-000001`

let server: Opensearch
let send: (some: readonly OutgoingEvent[]) => Promise<void>

beforeAll(async () => {
  server = await startOpensearch()
  const house = await testExports(server.folder)
  send = async (some) => {
    const settings = { url: server.url, username: 'keepwatch', password: 'hush' }
    const sent = await deliverTo({ house, kind: 'opensearch', settings, events: some })
    expect(sent).toEqual({ ended: 'stopped', dead: [], troubles: [] })
  }
  const template = { index_patterns: [stream], data_stream: {} }
  await server.ask('_index_template/keepwatch', 'PUT', template)
  await send([testMessage('opensearch', new Date()), ...events])
}, 180_000)

afterAll(() => server?.stop())

type Bucket = { readonly key: number; readonly doc_count: number }
type Row = Bucket & {
  readonly held: { readonly value: number }
  readonly twice: { readonly buckets: readonly Bucket[] }
}
type Found = { readonly aggregations: { readonly thousands: { readonly buckets: readonly Row[] } } }

/** What the guide's search lists, as it stands there or as the guide says that it may be changed. */
async function listed(changed = (search: string) => search) {
  await server.ask(`${stream}/_refresh`, 'POST')
  const [head = '', ...body] = changed(await guideSearch(`GET ${stream}`)).split('\n')
  const path = head.replace('GET ', '')
  const { aggregations } = await server.ask<Found>(path, 'POST', JSON.parse(body.join('\n')))
  return aggregations.thousands.buckets.map(({ key, held, twice }) => ({
    from: key,
    held: held.value,
    twice: twice.buckets.map((bucket) => bucket.key),
  }))
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)

test('of a stream that has everything it lists nothing', { timeout: 60_000 }, async () => {
  expect(await listed(), `seed ${seed}`).toEqual([])
})

test('what a replay brings a second time is no duplicate', { timeout: 60_000 }, async () => {
  await server.ask(`${stream}/_rollover`, 'POST')
  await send(events.map((event) => ({ ...event, replay: true })))
  const { count } = await server.ask<{ count: number }>(`${stream}/_count`, 'POST')
  expect(count).toBeGreaterThan(events.length)
  expect(await listed()).toEqual([])
})

const missing = [7, 1_998, 1_999, ...numbers(2_000, 2_999), 3_006]
const twice = [3_005, 3_010]

test('it lists the thousands where events are missing or are there twice, and no others', {
  timeout: 60_000,
}, async () => {
  const asked = missing.map((seq) => ({ delete: { _id: events[seq]?.event_id } }))
  const lines = `${asked.map((line) => JSON.stringify(line)).join('\n')}\n`
  const headers = { 'content-type': 'application/x-ndjson' }
  const place = `${server.url}/${firstIndex}/_bulk`
  const answer = await fetch(place, { method: 'POST', headers, body: lines })
  expect(await answer.json()).toMatchObject({ errors: false })
  for (const seq of twice) {
    const one = await server.ask<object>(`${firstIndex}/_source/${events[seq]?.event_id}`, 'GET')
    await server.ask(`${stream}/_create/by-hand-${seq}`, 'PUT', one)
  }
  expect(await listed()).toEqual([
    { from: 0, held: 999, twice: [] },
    { from: 1_000, held: 998, twice: [] },
    { from: 2_000, held: 0, twice: [] },
    { from: 3_000, held: 999, twice },
  ])
})

test('by ones instead of thousands it lists exactly the numbers', { timeout: 60_000 }, async () => {
  const rows = await listed((search) => search.replaceAll('1000', '1'))
  const gone = missing.map((from) => ({ from, held: 0, twice: [] }))
  const doubled = twice.map((from) => ({ from, held: 1, twice: [from] }))
  expect(rows).toEqual([...gone, ...doubled].toSorted((one, other) => one.from - other.from))
})

test('what is sent again after a rollover fills its hole, and is there twice where there was none', {
  timeout: 60_000,
}, async () => {
  await server.ask(`${stream}/_rollover`, 'POST')
  await send(events.slice(7, 9))
  expect((await listed())[0]).toEqual({ from: 0, held: 1_000, twice: [8] })
})
