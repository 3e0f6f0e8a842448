import type { ShownEvent } from '../events/shown-event.ts'
import { happenedAt } from './columns.ts'
import { createdSpans } from './created.ts'
import type { ReportFilter, ReportQuery } from './query.ts'

type Predicate = (event: ShownEvent) => boolean

/** The part of a query that says which events it is about. */
export type Wanted = Pick<ReportQuery, 'filter' | 'timezone'>

const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/

/** An address as it is compared: lower case, IPv4 inside IPv6 as plain IPv4. */
function foldAddress(address: string): string {
  const lower = address.toLowerCase()
  return mappedIpv4.exec(lower)?.[1] ?? lower
}

const lowerCase = (value: string) => value.toLowerCase()
const asIs = (value: string) => value

const always: Predicate = () => true

/** Whether the field has one of the wanted values. */
function anyOf(
  wanted: readonly string[] | undefined,
  field: string,
  fold: (value: string) => string = asIs,
): Predicate | undefined {
  if (!wanted) return undefined
  const set = new Set(wanted.map(fold))
  return (event) => set.has(fold(String(event[field] ?? '')))
}

/** Whether one of the fields has one of the wanted UIDs. A device may ask for several: then it is a comma list. */
function anyUid(
  wanted: readonly string[] | undefined,
  fields: readonly string[],
): Predicate | undefined {
  if (!wanted) return undefined
  const set = new Set(wanted)
  const has = (value: unknown) =>
    typeof value === 'string' && value.split(',').some((uid) => set.has(uid.trim()))
  return (event) => fields.some((field) => has(event[field]))
}

function ofDevice(wanted: readonly string[] | undefined): Predicate | undefined {
  if (!wanted) return undefined
  const set = new Set<unknown>(wanted)
  return (event) => set.has(event['device_name']) || set.has(event['device_uid'])
}

/**
 * The record or the folder. An event about a secret carries `secret_uid`, which is the UID of a record or of a
 * shared folder, so it counts for both.
 */
function ofObject({ record_uid, shared_folder_uid }: ReportFilter): Predicate | undefined {
  const record = anyUid(record_uid, ['record_uid', 'secret_uid'])
  const folder = anyUid(shared_folder_uid, ['shared_folder_uid', 'folder_uid', 'secret_uid'])
  if (!record || !folder) return record ?? folder
  return (event) => record(event) || folder(event)
}

function within({ filter, timezone }: Wanted, now: Date): Predicate | undefined {
  if (filter.created === undefined) return undefined
  const spans = createdSpans(filter.created, { zone: timezone, now })
  return (event) => {
    const at = happenedAt(event)
    return spans.some(({ from, before }) => at >= from && at < before)
  }
}

function inSequence({ seq }: ReportFilter): Predicate | undefined {
  if (!seq) return undefined
  const { min = 0, max = Infinity } = seq
  return (event) => event.seq >= min && event.seq <= max
}

/** Whether an event answers the query. `now` is what presets such as `today` are counted from. */
export function matcher(query: Wanted, now: Date): Predicate {
  const { filter } = query
  const predicates = [
    inSequence(filter),
    within(query, now),
    anyOf(filter.audit_event_type, 'audit_event'),
    anyOf(filter.username, 'username', lowerCase),
    anyOf(filter.to_username, 'to_username', lowerCase),
    anyOf(filter.app_uid, 'app_uid'),
    anyUid(filter.secret_uid, ['secret_uid']),
    anyOf(filter.ip_address, 'remote_address', foldAddress),
    ofObject(filter),
    ofDevice(filter.device),
  ].filter((predicate) => predicate !== undefined)
  return predicates.length === 0
    ? always
    : (event) => predicates.every((predicate) => predicate(event))
}
