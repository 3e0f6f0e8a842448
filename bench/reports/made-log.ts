import { createHash } from 'node:crypto'
import type { Scalar } from '../../src/kernel/canonical-json.ts'
import type { LogEntry, Store } from '../../src/store/store.ts'

/** A year of a large organisation, made up as it is read: the log itself costs nothing, so that the projection is measured. */

const people = 500
const devices = 5_000
const records = 50_000
const applications = 200
const served = 20_000
const year = 365 * 86_400_000

const mixed = (seq: number, salt: number): number => {
  let state = Math.imul(seq ^ (salt * 0x9e3779b1), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}

const uid = (kind: string, at: number) =>
  createHash('sha256').update(`${kind} ${at}`).digest('base64url').slice(0, 22)

const pool = (kind: string, count: number) =>
  Array.from({ length: count }, (_, at) => uid(kind, at))

const recordUids = pool('record', records)
const deviceUids = pool('device', devices)
const applicationUids = pool('application', applications)
const servedSets = Array.from({ length: served }, (_, at) =>
  `sha256:${uid('served', at)}${uid('rest', at)}`.slice(0, 50),
)
const names = Array.from({ length: people }, (_, at) => `person-${at}@example.com`)
const addresses = Array.from({ length: 2_000 }, (_, at) => `203.${at % 100}.${at >> 6}.9`)
const commitments = new Map(
  [...names, ...addresses].map((value) => [
    `sha256:${uid('a', value.length)}${uid(value, 0)}`,
    value,
  ]),
)
const commitmentOf = new Map([...commitments].map(([commitment, value]) => [value, commitment]))

const types = [
  'app_client_access',
  'app_client_access',
  'app_client_access',
  'app_client_access',
  'app_client_access',
  'app_client_access',
  'app_client_access_denied',
  'login',
  'open_record',
  'record_update',
]

const pick = <Value>(values: readonly Value[], seq: number, salt: number) =>
  values[mixed(seq, salt) % values.length] as Value

const uuid = (at: number, seq: number, salt: number) => {
  const time = Math.floor(at).toString(16).padStart(12, '0')
  const rest = [salt, salt + 1, salt + 2]
    .map((one) => mixed(seq, one).toString(16).padStart(8, '0'))
    .join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`
}

/** What the events of a made log are about. */
export const known = {
  device: (at: number) => deviceUids[at % devices] ?? '',
  deviceName: (at: number) => `runner-${at % devices}`,
  application: (at: number) => applicationUids[at % applications] ?? '',
  record: (at: number) => recordUids[at % records] ?? '',
  person: (at: number) => names[at % people] ?? '',
  commitment: (at: number) => commitmentOf.get(known.person(at)) ?? '',
}

/** Only every millionth event has it. */
export const needle = 'needle in the hay'

function particulars(type: string, seq: number): Readonly<Record<string, Scalar>> {
  const record = pick(recordUids, seq, 3)
  if (!type.startsWith('app_client')) return type === 'login' ? {} : { record_uid: record }
  const device = mixed(seq, 4) % devices
  return {
    app_uid: known.application(device),
    device_name: known.deviceName(device),
    device_uid: known.device(device),
    endpoint: 'get_secret',
    ...(type === 'app_client_access'
      ? { served: pick(servedSets, seq, 5), served_count: 1 + (mixed(seq, 5) % 40) }
      : { secret_uid: record, reason: 'ip_locked' }),
  }
}

/** The event with that number, of `count` in the year before `now`. */
export function madeEvent(seq: number, count: number, now: number) {
  const at = now - year + Math.floor((seq / count) * year)
  const type = pick(types, seq, 1)
  const isDenied = type.endsWith('denied')
  return {
    audit_event: type,
    category: 'ksm',
    client_version: 'ms17.5.0',
    enterprise_id: 1,
    event_id: uuid(at, seq, 10),
    outcome: isDenied ? 'denied' : 'success',
    peer_address: commitmentOf.get(pick(addresses, seq, 7)) ?? '',
    recorded_at: new Date(at + 2).toISOString(),
    remote_address: commitmentOf.get(pick(addresses, seq, 7)) ?? '',
    request_id: uuid(at, seq, 20),
    severity: isDenied ? 'warning' : 'info',
    timestamp: new Date(at).toISOString(),
    username: commitmentOf.get(pick(names, seq, 8)) ?? '',
    ...(seq % 1_000_000 === 777_777 && { detail: needle }),
    ...particulars(type, seq),
  }
}

export type MadeLog = Pick<Store, 'events' | 'read'> & {
  /** So many more events have happened. */
  grow(by: number): void
}

/** A log of so many events; those that come later happen after `now`. */
export function madeLog(count: number, now: number): MadeLog {
  let size = count
  const entry = (seq: number): LogEntry => ({
    seq,
    body: JSON.stringify(madeEvent(seq, count, now)),
  })
  const from = (first: number, length: number, step: number) =>
    Array.from({ length: Math.max(0, length) }, (_, at) => entry(first + at * step))
  const unused = () => {
    throw new Error('a made log has no tree')
  }
  const events: Store['events'] = {
    size: async () => size,
    first: async () => 0,
    pieceEnd: unused,
    head: unused,
    hashes: unused,
    readAfter: async (after, { limit }) => from(after + 1, Math.min(limit, size - after - 1), 1),
    readBefore: async (before, { limit }) =>
      from(Math.min(before, size) - 1, Math.min(limit, before, size), -1),
    readThese: async (seqs) => seqs.map(entry),
    async waitBeyond(after, signal) {
      while (size <= after + 1 && !signal.aborted)
        await new Promise((resolve) => setTimeout(resolve, 5))
    },
  }
  const personal = {
    open: async (commitment: string) => {
      const value = commitments.get(commitment)
      return value === undefined ? undefined : { value, salt: new Uint8Array() }
    },
  }
  return {
    events,
    read: (work) => work({ personal } as unknown as Parameters<typeof work>[0]),
    grow: (by) => {
      size += by
    },
  }
}
