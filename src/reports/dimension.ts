import { knownNames } from '../events/catalog.ts'
import type { Catalog, ShownEvent } from '../events/shown-event.ts'
import type { Scalar } from '../kernel/canonical-json.ts'
import { describeClient } from './client-version.ts'
import { type Row, readColumn } from './columns.ts'
import { type ReportQuery, rowLimit } from './query.ts'

/** Dimensions whose values come out of another column. */
const sourceOf: Readonly<Record<string, string>> = { device_type: 'keeper_version' }

const people = new Set(['username', 'to_username', 'from_username'])
const looksLikeMail = /^[^@\s]+@[^@\s]+$/

async function distinct(
  column: string,
  events: AsyncIterable<ShownEvent>,
): Promise<readonly Scalar[]> {
  const found = new Set<Scalar>()
  for await (const event of events) {
    const value = readColumn(event, column)
    if (value !== undefined && value !== '') found.add(value)
  }
  return [...found].sort((a, b) => (a === b ? 0 : a < b ? -1 : 1))
}

const knownCategories = new Map(knownNames.map(({ name, category }) => [name, category]))

function eventTypes(values: readonly Scalar[], catalog: Catalog): readonly Row[] {
  const names = new Set([...knownCategories.keys(), ...catalog.keys(), ...values.map(String)])
  return [...names].sort().map((name) => {
    const type = catalog.get(name)
    const category = type?.category ?? knownCategories.get(name) ?? ''
    return { name, category, syslog: type?.message ?? '' }
  })
}

function deviceTypes(values: readonly Scalar[]): readonly Row[] {
  const byName = new Map<string, Row>()
  for (const value of values) {
    const { type_name, type_category } = describeClient(String(value))
    byName.set(type_name, { type_name, type_category })
  }
  return [...byName.keys()].sort().map((name) => byName.get(name) ?? {})
}

function describe(column: string, values: readonly Scalar[], catalog: Catalog): readonly Row[] {
  if (column === 'audit_event_type') return eventTypes(values, catalog)
  if (column === 'keeper_version') return values.map((value) => describeClient(String(value)))
  if (column === 'device_type') return deviceTypes(values)
  const kept = people.has(column)
    ? values.filter((value) => looksLikeMail.test(String(value)))
    : values
  return kept.map((value) => ({ [column]: value }))
}

/**
 * The distinct values of one column, sorted, with what is known about each. `audit_event_type` lists every
 * name that is known, because it is where people look up what they can ask for.
 */
export async function* dimension(
  query: ReportQuery,
  events: AsyncIterable<ShownEvent>,
  catalog: Catalog,
): AsyncGenerator<Row> {
  const [column = ''] = query.columns
  const values = await distinct(sourceOf[column] ?? column, events)
  yield* describe(column, values, catalog).slice(0, rowLimit(query))
}
