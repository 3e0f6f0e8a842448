import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExportHouse } from '../../src/exports/export-house.ts'
import { deliverTo } from '../support/deliver-to.ts'
import { numberedEvents } from '../support/numbered-events.ts'
import { testExports } from '../support/test-exports.ts'
import { type Opensearch, startOpensearch } from './support/opensearch-server.ts'

/** A real OpenSearch with a data stream. */

const seed = Date.now() % 2 ** 31
const events = numberedEvents(2_500, seed)
const stream = 'keepwatch-audit'

let server: Opensearch
let house: ExportHouse

type Document = { readonly message: string; readonly event: { readonly sequence: number } }
type Found = { readonly hits: { readonly hits: readonly { readonly _source: Document }[] } }

/** Everything that is in the stream, in the order of its numbers. */
async function stored(): Promise<readonly Document[]> {
  await server.ask(`${stream}/_refresh`, 'POST')
  const all: Document[] = []
  for (;;) {
    const search_after = [all.at(-1)?.event.sequence ?? -1]
    const path = `${stream}/_search?size=1000&sort=event.sequence:asc`
    const { hits } = await server.ask<Found>(path, 'POST', { search_after })
    if (hits.hits.length === 0) return all
    all.push(...hits.hits.map(({ _source }) => _source))
  }
}

beforeAll(async () => {
  server = await startOpensearch()
  house = await testExports(server.folder)
  await server.ask('_index_template/keepwatch', 'PUT', {
    index_patterns: [`${stream}*`],
    data_stream: {},
    template: {
      mappings: {
        dynamic: false,
        properties: {
          '@timestamp': { type: 'date' },
          event: { properties: { sequence: { type: 'long' } } },
        },
      },
    },
  })
}, 120_000)

afterAll(() => server?.stop())

const settings = () => ({ url: server.url, username: 'keepwatch', password: 'hush' })
const send = (some = events) =>
  deliverTo({ house, kind: 'opensearch', settings: settings(), events: some })

test('every event is in the data stream once, and unchanged', { timeout: 60_000 }, async () => {
  expect(await send()).toEqual({ ended: 'stopped', dead: [], troubles: [] })
  const found = await stored()
  expect(
    found.map(({ message }) => message),
    `seed ${seed}`,
  ).toEqual(events.map(({ message }) => message))
})

test('what is sent twice is there once: a conflict means that it is there', {
  timeout: 60_000,
}, async () => {
  expect(await send()).toEqual({ ended: 'stopped', dead: [], troubles: [] })
  expect(await stored()).toHaveLength(events.length)
})

test('an event that it can never take is a dead letter, and does not stand in the way', {
  timeout: 60_000,
}, async () => {
  const more = numberedEvents(3, seed + 1).map((event, at) => ({
    ...event,
    seq: events.length + at,
    ...(at === 1 && { timestamp: 'yesterday' }),
  }))
  const { dead, ended } = await send(more)
  expect({ dead, ended }).toMatchObject({
    ended: 'stopped',
    dead: [{ seq: events.length + 1, reason: expect.stringContaining('mapper_parsing_exception') }],
  })
  expect(await stored()).toHaveLength(events.length + 2)
})
