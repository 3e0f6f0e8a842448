import { expect, test } from 'vitest'
import { projectedLog } from '../../test/support/projected-log.ts'
import type { Catalog, ShownEvent } from '../events/shown-event.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { parseQuery, type QueryInput } from '../query/query.ts'
import type { Row } from './columns.ts'

const now = new Date('2026-11-23T12:00:00Z')
const catalog: Catalog = new Map()
const { fields } = vocabularyOf(catalog)

const shown = (seq: number, fields: Partial<ShownEvent>): ShownEvent => ({
  seq,
  event_id: `event-${seq}`,
  audit_event: 'login',
  category: 'security',
  severity: 'info',
  outcome: 'success',
  timestamp: '2026-11-21T07:30:51.000Z',
  recorded_at: '2026-11-21T07:30:51.000Z',
  message: '',
  ...fields,
})

async function run(input: QueryInput, events: readonly ShownEvent[]): Promise<readonly Row[]> {
  const log = await projectedLog({ catalog, now })
  try {
    await log.add(events)
    return await log.report(parseQuery(input, fields))
  } finally {
    await log.remove()
  }
}

const sameSecond = Array.from({ length: 2_500 }, (_, seq) => shown(seq, {}))

test('--limit -1 over 2,500 events of one second returns 2,500 rows once', async () => {
  const rows = await run({ limit: -1 }, sameSecond)
  expect(rows).toHaveLength(2_500)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(2_500)
})

test('a raw report without a limit has 50 rows', async () => {
  expect(await run({}, sameSecond)).toHaveLength(50)
})

test('a raw row has Commander’s column names, whole seconds, and every field of the event', async () => {
  const event = shown(3, {
    timestamp: '2026-11-21T07:30:51.999Z',
    username: 'a@example.com',
    remote_address: '192.0.2.1',
    client_version: 'ms17.5.0',
    app_uid: 'app-1',
  })
  expect(await run({}, [event])).toEqual([
    {
      id: 0,
      event_id: 'event-3',
      audit_event_type: 'login',
      category: 'security',
      severity: 'info',
      outcome: 'success',
      created: 1_795_246_251,
      recorded_at: '2026-11-21T07:30:51.000Z',
      message: '',
      username: 'a@example.com',
      ip_address: '192.0.2.1',
      keeper_version: 'ms17.5.0',
      app_uid: 'app-1',
    },
  ])
})

test('rows are grouped by the number of a version, whichever client has it', async () => {
  const versions = ['ms17.5.0', 'mp17.5.0', 'MS17.4.1', 'zz']
  const events = versions.map((client_version, seq) => shown(seq, { client_version }))
  const input = { report_type: 'span', columns: ['version'] } as const
  expect(await run(input, events)).toEqual([
    { occurrences: 2, version: '17.5.0' },
    { occurrences: 1 },
    { occurrences: 1, version: '17.4.1' },
  ])
})

test('a report groups by what was asked for and by nothing else', async () => {
  const events = [shown(0, { username: 'a' }), shown(1, { username: 'b' }), shown(2, {})]
  expect(await run({ report_type: 'day' }, events)).toEqual([
    { occurrences: 3, created: Date.parse('2026-11-21T00:00:00Z') / 1000 },
  ])
  expect(await run({ report_type: 'span', columns: ['username'] }, events)).toEqual([
    { occurrences: 1 },
    { occurrences: 1, username: 'a' },
    { occurrences: 1, username: 'b' },
  ])
  expect(await run({ report_type: 'span', filter: { username: ['nobody'] } }, events)).toEqual([])
})

test('values that only look alike when joined are different groups', async () => {
  const events = [
    shown(0, { username: 'a,b', device_name: 'c' }),
    shown(1, { username: 'a', device_name: 'b,c' }),
  ]
  const asked = { report_type: 'span', columns: ['username', 'device_name'] } as const
  expect(await run(asked, events)).toHaveLength(2)
})

test('midnight belongs to the day that begins, and to no other', async () => {
  const midnight = [shown(0, { timestamp: '2026-11-22T00:00:00.000Z' })]
  expect(await run({ filter: { created: '2026-11-21' } }, midnight)).toHaveLength(0)
  expect(await run({ filter: { created: '2026-11-22' } }, midnight)).toHaveLength(1)
})

test('groups are ordered by the first aggregate and cut at the limit', async () => {
  const events = ['a', 'b', 'b', 'c', 'c', 'c'].map((username, seq) => shown(seq, { username }))
  const asked = { report_type: 'span', columns: ['username'], limit: 2 } as const
  expect(await run(asked, events)).toEqual([
    { occurrences: 3, username: 'c' },
    { occurrences: 2, username: 'b' },
  ])
  expect(await run({ ...asked, order: 'ascending' }, events)).toEqual([
    { occurrences: 1, username: 'a' },
    { occurrences: 2, username: 'b' },
  ])
})
