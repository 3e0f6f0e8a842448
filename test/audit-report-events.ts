import type { ShownEvent } from '../src/events/shown-event.ts'

/** A formula, quotes, an escape, a change of direction, a line end and a placeholder. */
const hostile = '=cmd,"x"\u001b[31m\u202e\n$\u007busername}'

const owner = 'owner@example.com'
const app = 'qZ3vYkT0R1mXcW9dLhPb2A'
const record = '5Fq0fqKz7mWkN7jS3n8aXw'
const folder = 'Wn4hT8sUeGy1oKxJr6MvLQ'
const runner = { device_name: 'ci-runner', device_uid: 'Gk2pVt7cRzX5sYb1NwQe8g', app_uid: app }

type Fields = Readonly<Record<string, string | number>> & { readonly message: string }

const on = (timestamp: string, audit_event: string, fields: Fields) => ({
  timestamp,
  audit_event,
  category: audit_event.startsWith('app_') ? 'ksm' : 'security',
  outcome: audit_event.endsWith('denied') ? 'denied' : 'success',
  severity: 'info',
  recorded_at: timestamp,
  enterprise_id: 1,
  ...fields,
})

const told = [
  on('2026-10-24T22:30:00.000Z', 'login', {
    username: owner,
    remote_address: '198.51.100.7',
    client_version: 'kw0.1.0',
    message: `User ${owner} logged in`,
  }),
  on('2026-10-25T00:15:00.250Z', 'app_client_added', {
    username: owner,
    remote_address: '198.51.100.7',
    client_version: 'kw0.1.0',
    app_uid: app,
    device_name: 'ci-runner',
    message: `User ${owner} added KSM device ci-runner to application ${app}`,
  }),
  on('2026-10-25T01:15:00.999Z', 'app_client_access', {
    ...runner,
    username: owner,
    remote_address: '203.0.113.9',
    client_version: 'ms17.5.0',
    served_count: 3,
    message: `KSM device ci-runner has accessed secrets from application ${app}`,
  }),
  on('2026-11-01T05:30:00.000Z', 'record_add', {
    username: owner,
    remote_address: '198.51.100.7',
    client_version: 'kw0.1.0',
    record_uid: record,
    message: `User ${owner} created record UID ${record}`,
  }),
  on('2026-11-01T06:30:00.000Z', 'folder_add_team', {
    username: owner,
    to_username: 'mei@example.com',
    remote_address: '198.51.100.7',
    client_version: 'kw0.1.0',
    shared_folder_uid: folder,
    message: `User ${owner} added 美@example.com to shared folder UID ${folder}`,
  }),
  on('2026-11-21T07:30:51.001Z', 'app_record_shared', {
    username: owner,
    remote_address: '198.51.100.7',
    client_version: 'kw0.1.0',
    app_uid: app,
    secret_uid: record,
    message: `User ${owner} shared record UID ${record} with KSM application ${app}`,
  }),
  on('2026-11-21T07:30:51.002Z', 'app_client_access_denied', {
    ...runner,
    username: owner,
    remote_address: '192.0.2.66',
    client_version: 'mp17.3.0',
    secret_uid: `${record},${folder}`,
    device_ip: '192.0.2.66',
    reason: 'ip_locked',
    message: `Access denied to record UID ${record},${folder} from device with blocked IP address 192.0.2.66`,
  }),
  on('2026-11-21T07:30:51.003Z', 'app_client_added', {
    username: owner,
    remote_address: '198.51.100.7',
    client_version: 'kw0.1.0',
    app_uid: app,
    device_name: hostile,
    message: `User ${owner} added KSM device ${hostile} to application ${app}`,
  }),
]

/** A fixed log, oldest first: both hours of a clock change, a second that three events share, and a hostile name. */
export const events: readonly ShownEvent[] = told.map((event, seq) => ({
  seq,
  event_id: `event-${seq}`,
  ...event,
}))
