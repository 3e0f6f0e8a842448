import { knownNames } from '../events/catalog.ts'
import type { Catalog } from '../events/shown-event.ts'
import { locationText, type Place } from '../geo/place.ts'
import type { Scalar } from '../kernel/canonical-json.ts'
import { describeClient } from '../query/client-version.ts'
import { type Field, type Fields, findField } from '../query/field.ts'
import { type Query, rowLimit } from '../query/query.ts'
import { columnsOf, type Row } from './columns.ts'
import { compareValues } from './compare-values.ts'
import type { PlaceOf } from './located.ts'

/** Dimensions whose values come out of another field. */
const sourceOf: Readonly<Record<string, string>> = {
  device_type: 'client',
  geo_location: 'address',
}

const looksLikeMail = /^[^@\s]+@[^@\s]+$/

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

const addresses = (values: readonly Scalar[], placeOf: PlaceOf): readonly Row[] =>
  values.map((value) => ({ ip_address: value, ...placeOf(String(value)) }))

/** The places of the addresses, with the number of addresses in each. */
function places(values: readonly Scalar[], placeOf: PlaceOf): readonly Row[] {
  const byText = new Map<string, { readonly place: Place; ip_count: number }>()
  for (const value of values) {
    const place = placeOf(String(value))
    if (!place) continue
    const text = locationText(place)
    const found = byText.get(text) ?? { place, ip_count: 0 }
    found.ip_count += 1
    byText.set(text, found)
  }
  return [...byText]
    .sort(([a], [b]) => compareValues(a, b))
    .map(([geo_location, { place, ip_count }]) => ({ geo_location, ...place, ip_count }))
}

/** What is known besides the events. */
export type Known = {
  readonly fields: Fields
  readonly catalog: Catalog
  readonly placeOf?: PlaceOf | undefined
}

/** Fields of which more is known than their values. */
const described: Readonly<
  Record<string, (values: readonly Scalar[], known: Known) => readonly Row[]>
> = {
  event: (values, { catalog }) => eventTypes(values, catalog),
  client: (values) => values.map((value) => describeClient(String(value))),
  device_type: deviceTypes,
  address: (values, { placeOf = () => undefined }) => addresses(values, placeOf),
  geo_location: (values, { placeOf = () => undefined }) => places(values, placeOf),
}

/** The field that the values of a dimension are of. */
export function dimensionSource({ columns }: Query, fields: Fields): Field | undefined {
  const [column] = columnsOf(columns, fields)
  return column && (findField(fields, sourceOf[column.field.name] ?? '') ?? column.field)
}

/**
 * The distinct values of one column, sorted, with what is known about each. The event type's column lists every
 * name that is known, because it is where people look up what they can ask for.
 */
export function dimensionRows(
  query: Query,
  values: readonly Scalar[],
  known: Known,
): readonly Row[] {
  const [column] = columnsOf(query.columns, known.fields)
  if (!column) return []
  const { name, field } = column
  const sorted = values.toSorted(compareValues)
  const kept =
    field.kind === 'person' ? sorted.filter((one) => looksLikeMail.test(String(one))) : sorted
  const rows = described[field.name]?.(kept, known) ?? kept.map((value) => ({ [name]: value }))
  return rows.slice(0, rowLimit(query))
}
