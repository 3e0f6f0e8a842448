import type { Catalog, ShownEvent } from '../events/shown-event.ts'
import type { Scalar } from '../kernel/canonical-json.ts'

/** One line of a report, as it travels: flat, keyed by column, with nothing where there is no value. */
export type Row = Readonly<Record<string, Scalar>>

/** Commander's column names for fields that events call by the names of Keeper's SIEM push. */
const fieldByColumn: ReadonlyMap<string, string> = new Map([
  ['id', 'seq'],
  ['created', 'timestamp'],
  ['audit_event_type', 'audit_event'],
  ['ip_address', 'remote_address'],
  ['keeper_version', 'client_version'],
])

const columnByField = new Map([...fieldByColumn].map(([column, field]) => [field, column]))

/** Columns that every event may have, whatever its type, and Commander's that no event of ours fills yet. */
const commonColumns = [
  'event_id',
  'audit_event_type',
  'category',
  'severity',
  'outcome',
  'username',
  'to_username',
  'from_username',
  'ip_address',
  'peer_address',
  'keeper_version',
  'geo_location',
  'device_type',
  'app_uid',
  'device_name',
  'device_uid',
  'secret_uid',
  'record_uid',
  'shared_folder_uid',
  'folder_uid',
  'node',
  'role_id',
  'team_uid',
  'channel',
  'status',
  'recipient',
  'value',
  'request_id',
  'enterprise_id',
]

/** The columns that a report may group by: the common ones and every field that an event type of the catalogue has. */
export const groupColumns = (catalog: Catalog): ReadonlySet<string> =>
  new Set([
    ...commonColumns,
    ...[...catalog.values()].flatMap(({ fields }) => Object.keys(fields.shape).map(columnOf)),
  ])

const columnOf = (field: string) => columnByField.get(field) ?? field

/** What an event has under a column's name, or under the field's own name. */
export function readColumn(event: ShownEvent, column: string): Scalar | undefined {
  const field = fieldByColumn.get(column) ?? column
  return Object.hasOwn(event, field) ? event[field] : undefined
}

/** When an event happened, in milliseconds since 1970. */
export const happenedAt = (event: ShownEvent): number => Date.parse(event.timestamp)

/** Whole epoch seconds, the unit of `created` in rows and filters (as on Commander's wire). */
export const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)

/** A raw row: every field of the event, under its column's name. */
export function rawRow(event: ShownEvent): Row {
  const row: Record<string, Scalar> = {}
  for (const [field, value] of Object.entries(event))
    if (value !== undefined) row[columnOf(field)] = value
  row['created'] = toSeconds(happenedAt(event))
  return row
}
