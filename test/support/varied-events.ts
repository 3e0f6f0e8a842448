import { createHash } from 'node:crypto'
import type { Place } from '../../src/geo/place.ts'
import type { PlainEvent } from './projected-log.ts'

/** Numbers that look drawn by chance and are the same in each run (mulberry32). */
function luck(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Below = (below: number) => number

const types = [
  ['app_client_access', 'ksm', 'info', 'success'],
  ['app_client_access_denied', 'ksm', 'warning', 'denied'],
  ['app_client_connected', 'ksm', 'info', 'success'],
  ['login', 'security', 'info', 'success'],
  ['login_failure', 'security', 'notice', 'failure'],
  ['record_add', 'usage', 'info', 'success'],
  ['hashivault_read', 'imported', 'info', 'success'],
  ['of_tomorrow', 'news', 'info', 'success'],
] as const

const people = [
  'ann@example.com',
  'Bob@Example.org',
  'mei@例え.jp',
  'ünï@example.com',
  '(erased)',
  'no-mail',
]
const addresses = [
  '192.0.2.1',
  '192.0.2.77',
  '198.51.100.7',
  '2001:db8::1',
  '2001:db8:0:1::5',
  '10.0.0.1',
]
const names = [
  'ci-runner',
  'CI-Runner',
  'db backup',
  'a*b',
  'back\\slash',
  '100%_sure',
  "o'brien",
  'İstanbul',
  'ß',
]
const clients = ['ms17.5.0', 'mp17.3.0', 'MS16.6.0', 'c18.0.4', 'curl']
const reasons = ['revoked', 'ip_locked', 'token_used', 'bad_signature', 'something else']
const places: Readonly<Record<string, Place>> = {
  '192.0.2.1': { country_code: 'DE', region: 'Bavaria', city: 'Munich' },
  '192.0.2.77': { country_code: 'DE' },
  '198.51.100.7': { country_code: 'FR', city: 'Paris' },
  '2001:db8::1': { country_code: 'US' },
}

export const somePlaceOf = (address: string): Place | undefined => places[address]

const one = <Value>(values: readonly Value[], below: Below): Value =>
  values[below(values.length)] as Value

/** The 22 characters of a UID. */
const uid = (name: string) => createHash('sha256').update(name).digest('base64url').slice(0, 22)

function uuid(at: number, below: Below): string {
  const hex = at.toString(16).padStart(12, '0')
  const more = below(0x7fff_ffff).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${more.slice(0, 3)}-8${more.slice(3, 6)}-${more}`
}

/** What only some types have. */
function particulars(type: string, below: Below): PlainEvent {
  const record = uid(`record ${below(40)}`)
  if (type.startsWith('app_client'))
    return {
      app_uid: uid(`app ${below(6)}`),
      device_name: one(names, below),
      device_uid: uid(`device ${below(12)}`),
      ...(below(3) && { secret_uid: below(4) ? record : `${record}, ${uid('record 1')},*` }),
      served_count: below(50),
      ...(type.endsWith('denied') && {
        reason: one(reasons, below),
        device_ip: one(addresses, below),
      }),
      ...(below(4) === 0 && { client_version: one(clients, below) }),
    }
  if (type === 'record_add')
    return { record_uid: record, editable: below(2) === 1, revision: below(9) / 2 }
  if (type === 'hashivault_read')
    return {
      imported_from: 'vault',
      original_event: 'read',
      line_sha256: uid(`line ${below(1_000)}`),
      x_path: `secret/${one(names, below)}`,
      x_deep: below(20),
      ...(below(2) && { geo_location: one(['Rome, IT', '', 'Munich, Bavaria, DE'], below) }),
      ...(below(3) === 0 && { country: one(['IT', 'de'], below) }),
    }
  return below(2) ? { to_username: one(people, below), shared_folder_uid: uid('folder') } : {}
}

const clockChanges = [
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-11-01T06:00:00Z',
]

/** Mostly one after the other, often in the same second, at times near a change of a clock, and now and then long ago. */
function timeOf(seq: number, count: number, below: Below): number {
  if (below(8) === 0) return Date.parse(one(clockChanges, below)) + below(10_800_000) - 5_400_000
  if (below(50) === 0)
    return Date.UTC(2019 + below(7), below(12), 1 + below(28), below(24), below(60))
  const start = Date.UTC(2026, 0, 1)
  const year = 330 * 86_400_000
  const second = Math.floor((start + (seq / count) * year) / 40_000) * 40_000
  return second + below(2) * below(1_000)
}

/** Events of every kind, with every kind of value that makes trouble: the same for the same seed. */
export function variedEvents(count: number, seed: number): readonly PlainEvent[] {
  const below = luck(seed)
  return Array.from({ length: count }, (_, seq): PlainEvent => {
    const [audit_event, category, severity, outcome] = one(types, below)
    const at = timeOf(seq, count, below)
    return {
      event_id: uuid(at, below),
      audit_event,
      category,
      severity,
      outcome,
      timestamp: new Date(at).toISOString(),
      recorded_at: new Date(at + below(3) * below(5_000)).toISOString(),
      enterprise_id: 1,
      ...(below(10) && { username: one(people, below) }),
      ...(below(10) && { remote_address: one(addresses, below) }),
      ...(below(3) && { request_id: below(20) ? uuid(at, below) : `request-${below(5)}` }),
      ...particulars(audit_event, below),
    }
  })
}
