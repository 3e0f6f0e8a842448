import { expect, test } from 'vitest'
import type { ShownEvent } from '../events/shown-event.ts'
import { matcher } from './matches.ts'
import { parseQuery, type ReportQueryInput } from './query.ts'

const event: ShownEvent = {
  seq: 7,
  event_id: 'event-7',
  audit_event: 'app_client_access_denied',
  category: 'ksm',
  severity: 'warning',
  outcome: 'denied',
  timestamp: '2026-11-21T07:30:51.999Z',
  recorded_at: '2026-11-21T07:30:52.000Z',
  message: 'Access denied',
  username: 'Owner@Example.com',
  to_username: 'mei@example.com',
  remote_address: '::ffff:192.0.2.66',
  app_uid: 'app-1',
  device_name: 'runner, the second',
  device_uid: 'device-1',
  secret_uid: 'record-1, record-2',
}

const matches = (filter: NonNullable<ReportQueryInput['filter']>) =>
  matcher(parseQuery({ filter }, new Set()), new Date('2026-11-21T12:00:00Z'))(event)

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
