import type { ShownEvent } from '../events/shown-event.ts'
import type { Scalar } from '../kernel/canonical-json.ts'
import { type Field, type Fields, findField } from '../query/field.ts'
import { kindOf } from '../query/kind.ts'

/** One line of a report, as it travels: flat, keyed by column, with nothing where there is no value. */
export type Row = Readonly<Record<string, Scalar>>

/** Commander's column names for fields that events call by the names of Keeper's SIEM push. */
const columnByField: ReadonlyMap<string, string> = new Map([
  ['seq', 'id'],
  ['timestamp', 'created'],
  ['audit_event', 'audit_event_type'],
  ['remote_address', 'ip_address'],
  ['client_version', 'keeper_version'],
])

const columnOf = (field: string) => columnByField.get(field) ?? field

/** A column that is asked for: the name that it has in rows, and the field that it shows. */
export type Column = { readonly name: string; readonly field: Field }

/** The fields of columns that a query has been read with, each once. */
export const columnsOf = (names: readonly string[], fields: Fields): readonly Column[] =>
  [...new Set(names)].flatMap((name) => {
    const field = findField(fields, name)
    return field ? [{ name, field }] : []
  })

/** What an event has in a field: the first that is there of the event's fields that it looks into, or the part of it that counts. */
export function readField(event: ShownEvent, { of, kind }: Field): Scalar | undefined {
  const value = of.map((name) => event[name]).find((one) => one !== undefined)
  const { partOf } = kindOf(kind)
  return partOf && value !== undefined ? partOf(String(value)) : value
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
