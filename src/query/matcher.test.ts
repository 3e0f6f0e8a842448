import { expect, test } from 'vitest'
import { queryFields } from './field.ts'
import { type Matchable, matcher, resolve } from './matcher.ts'
import { parseQuery, type QueryInput } from './query.ts'

const event: Matchable = {
  seq: 7,
  event_id: 'event-7',
  audit_event: 'app_client_access_denied',
  category: 'ksm',
  severity: 'warning',
  outcome: 'denied',
  timestamp: '2026-11-21T07:30:51.999Z',
  recorded_at: '2026-11-21T07:30:52.000Z',
  message: 'The message of the event',
  username: 'Owner@Example.com',
  to_username: 'mei@example.com',
  remote_address: '::ffff:192.0.2.66',
  app_uid: 'app-1',
  device_name: 'runner, the second',
  device_uid: 'device-1',
  secret_uid: 'record-1, record-2',
  country: 'DE',
  client_version: 'ms17.5.0',
  served_count: 3,
  editable: true,
  note: 'a*b',
}

const fields = queryFields([
  { name: 'served_count', kind: 'number' },
  { name: 'editable', kind: 'flag' },
  { name: 'note', kind: 'text' },
])
const device = '$' + '{device_name}'
const describe = () => ({
  title: 'Device turned away',
  message: `Blocked: ${device}`,
  unless: { field: 'note', messages: { 'a*b': `Address of the world of ${device}` } },
})
const vocabulary = { fields, describe }

const matches = (filter: NonNullable<QueryInput['filter']>) =>
  matcher(parseQuery({ filter }, vocabulary.fields), {
    ...vocabulary,
    now: new Date('2026-11-21T12:00:00Z'),
  })(event)

test.each([
  [{}],
  [{ username: ['owner@example.com'] }],
  [{ to_username: ['nobody', 'MEI@example.com'] }],
  [{ audit_event_type: ['login', 'app_client_access_denied'] }],
  [{ record_uid: ['record-2'] }],
  [{ secret_uid: ['record-1'] }],
  [{ shared_folder_uid: ['record-2'] }],
  [{ record_uid: ['record-1'], shared_folder_uid: ['folder-9'] }],
  [{ app_uid: ['app-1'] }],
  [{ device: ['device-1'] }],
  [{ device: ['runner, the second'] }],
  [{ ip_address: ['192.0.2.66'] }],
  [{ ip_address: ['::FFFF:192.0.2.66'] }],
  [{ seq: { min: 7, max: 7 } }],
  [{ created: 'today' }],
  [{ created: '= 2026-11-21T07:30:51Z' }],
  [{ created: { max: Date.parse('2026-11-21T07:30:51Z') / 1000 } }],
  [{ created: 'in (2026-11-19, 2026-11-21)' }],
])('%j finds the event', (filter) => expect(matches(filter)).toBe(true))

test.each([
  [{ username: ['owner'] }],
  [{ audit_event_type: ['app_client_access'] }],
  [{ record_uid: ['record'] }],
  [{ record_uid: ['record-1, record-2'] }],
  [{ record_uid: ['record-9'], shared_folder_uid: ['folder-9'] }],
  [{ app_uid: ['app-2'] }],
  [{ device: ['runner'] }],
  [{ device: ['device-1'], app_uid: ['app-2'] }],
  [{ ip_address: ['192.0.2.6'] }],
  [{ seq: { min: 8 } }],
  [{ seq: { max: 6 } }],
  [{ created: 'yesterday' }],
  [{ created: '< 2026-11-21T07:30:51Z' }],
  [{ created: '> 2026-11-21T07:30:51Z' }],
  [{ created: 'in (2026-11-19, 2026-11-20)' }],
])('%j does not', (filter) => expect(matches(filter)).toBe(false))

const ask = (field: string, values: readonly string[], not?: true) => {
  const where = [{ field, values: [...values], ...(not && { not }) }]
  const now = new Date('2026-11-21T12:00:00Z')
  return matcher(parseQuery({ where }, fields), { fields, describe, now })(event)
}

test.each([
  ['event', ['app_client_*']],
  ['event', ['APP_CLIENT_ACCESS_DENIED']],
  ['audit_event_type', ['login', '*denied']],
  ['category', ['ksm']],
  ['severity', ['warning', 'critical']],
  ['outcome', ['denied']],
  ['user', ['*@example.com']],
  ['to-user', ['mei@*']],
  ['device', ['runner*']],
  ['device_uid', ['device-?', 'device-1']],
  ['record', ['record-2']],
  ['folder', ['record-1']],
  ['item', ['folder-9', 'record-1']],
  ['secret', ['record-1']],
  ['address', ['192.0.2.0/24']],
  ['address', ['::ffff:192.0.2.64/122']],
  ['ip', ['192.0.2.*']],
  ['country', ['de']],
  ['client', ['javascript sdk']],
  ['client', ['ms17.*']],
  ['version', ['17.*']],
  ['seq', ['5..7']],
  ['seq', ['<3', '>6']],
  ['served_count', ['>=3']],
  ['editable', ['true']],
  ['time', ['2026-11-21']],
  ['time', ['2026-11-20..2026-11-21']],
  ['time', ['..2026-11-20', '>=2026-11-21T07:30:51Z']],
  ['last', ['5h']],
  ['note', ['a\\*b']],
  ['text', ['RUNNER, THE']],
  ['text', ['turned away']],
  ['text', ['address of the world']],
] as const)('%s: %j finds the event, and its opposite does not', (field, values) => {
  expect(ask(field, values)).toBe(true)
  expect(ask(field, values, true)).toBe(false)
})

test.each([
  ['event', ['app_client']],
  ['user', ['owner']],
  ['device', ['Runner*']],
  ['record', ['record-*9']],
  ['address', ['192.0.2.0/26']],
  ['address', ['::/0']],
  ['address', ['2001:db8::/32']],
  ['seq', ['>7', '<7']],
  ['served_count', ['3.5..']],
  ['editable', ['false']],
  ['time', ['2026-11-20']],
  ['last', ['4h']],
  ['note', ['axb', 'a\\\\*b']],
  ['session', ['*']],
  ['text', ['message of the event']],
  ['text', ['2026-11-21']],
  ['text', ['blocked']],
] as const)('%s: %j does not, and its opposite does', (field, values) => {
  expect(ask(field, values)).toBe(false)
  expect(ask(field, values, true)).toBe(true)
})

test('a compiler is told which fields a condition looks into and what is accepted', () => {
  const context = { fields, timezone: 'UTC', now: new Date(0) }
  expect(resolve({ field: 'device', values: ['a*'], not: true }, context)).toMatchObject({
    of: ['device_name', 'device_uid'],
    accepted: { of: 'text', patterns: [['a', '']] },
    not: true,
  })
  expect(resolve({ field: 'seq', values: ['1..2'] }, context)).toEqual({
    of: ['seq'],
    accepted: { of: 'number', ranges: [{ from: 1, to: 2 }] },
    not: false,
  })
})
