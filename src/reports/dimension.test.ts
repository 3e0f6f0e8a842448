import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type PlainEvent,
  type ProjectedLog,
  projectedLog,
} from '../../test/support/projected-log.ts'
import { type EventType, eventType } from '../events/event-type.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { parseQuery, type QueryInput } from '../query/query.ts'

const access = eventType({
  name: 'app_client_access',
  title: 'Secrets read',
  category: 'ksm',
  severity: 'info',
  outcome: 'success',
  fields: z.object({ served_count: z.int() }),
  message: 'A KSM device has accessed secrets',
})
const catalog = new Map<string, EventType>([[access.name, access]])

const event = (fields: Readonly<Record<string, string | number>>): PlainEvent => ({
  event_id: '019f0000-0000-7000-8000-000000000000',
  audit_event: 'app_client_access',
  timestamp: '2026-11-21T07:30:51.000Z',
  recorded_at: '2026-11-21T07:30:51.000Z',
  ...fields,
})

let log: ProjectedLog

beforeAll(async () => {
  log = await projectedLog({ catalog, now: new Date(0) })
  await log.add([
    event({ username: 'b@example.com', client_version: 'ms17.5.0', served_count: 10 }),
    event({ username: 'a@example.com', client_version: 'ms16.6.0', served_count: 9 }),
    event({ username: '(erased)', client_version: 'zz', audit_event: 'of_tomorrow' }),
    event({ username: 'b@example.com' }),
  ])
})

afterAll(() => log.remove())

const dim = (column: string, rest: QueryInput = {}) =>
  log.report(
    parseQuery({ ...rest, report_type: 'dim', columns: [column] }, vocabularyOf(catalog).fields),
  )

test('people come once, sorted, and only as addresses', async () => {
  expect(await dim('username')).toEqual([
    { username: 'a@example.com' },
    { username: 'b@example.com' },
  ])
})

test('a column that an event type declares has its values, numbers in the order of numbers', async () => {
  expect(await dim('served_count')).toEqual([{ served_count: 9 }, { served_count: 10 }])
})

test('event types are all that are known, those that occur without being known, and their sentences', async () => {
  const rows = await dim('audit_event_type')
  expect(rows.length).toBeGreaterThan(316)
  expect(rows.find(({ name }) => name === 'app_client_access')).toEqual({
    name: 'app_client_access',
    category: 'ksm',
    syslog: access.message,
  })
  expect(rows.find(({ name }) => name === 'of_tomorrow')).toEqual({
    name: 'of_tomorrow',
    category: '',
    syslog: '',
  })
})

test('client versions tell the client, or themselves', async () => {
  expect(await dim('keeper_version')).toEqual([
    {
      version_id: 'ms16.6.0',
      type_name: 'JavaScript SDK',
      version: '16.6.0',
      type_category: 'Secrets Manager',
    },
    {
      version_id: 'ms17.5.0',
      type_name: 'JavaScript SDK',
      version: '17.5.0',
      type_category: 'Secrets Manager',
    },
    { version_id: 'zz', type_name: 'zz', version: '', type_category: '' },
  ])
  expect(await dim('device_type')).toEqual([
    { type_name: 'JavaScript SDK', type_category: 'Secrets Manager' },
    { type_name: 'zz', type_category: '' },
  ])
})

test('a limit and a filter narrow it', async () => {
  expect(await dim('username', { limit: 1 })).toEqual([{ username: 'a@example.com' }])
  expect(await dim('username', { filter: { seq: { min: 2 } } })).toEqual([
    { username: 'b@example.com' },
  ])
})
