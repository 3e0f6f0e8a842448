import type { Scalar } from '../kernel/canonical-json.ts'
import type { Fields } from '../query/field.ts'
import { isSearched } from '../query/free-text.ts'

/** Changes whenever rows are laid out differently: a projection of another format is made anew. */
const format = 1

/** Fields whose values are different in each event: kept as they are, where they are UUIDs, and not in the dictionary. */
export const uuidFields = ['event_id', 'request_id'] as const
const uuidNames: ReadonlySet<string> = new Set(uuidFields)
const nativeFields: ReadonlySet<string> = new Set(['seq', 'timestamp', 'recorded_at'])

/** What an event has beside its columns: the texts that free text looks into, as a JSON array. */
const restField = '(rest)'

/** How events lie in the projection: a column of small numbers for each field that a query may name. */
export type Layout = {
  /** The fields with a column of numbers, in the order of the columns. The last holds the rest. */
  readonly fields: readonly string[]
  readonly columnOf: ReadonlyMap<string, number>
  readonly rest: number
  /** Two projections with the same signature have the same columns. */
  readonly signature: string
}

export function layoutOf(fields: Fields): Layout {
  const names = new Set([...fields.values()].flatMap(({ of }) => of))
  const columns = [...names].filter((name) => !nativeFields.has(name)).sort()
  const all = [...columns, restField]
  return {
    fields: all,
    columnOf: new Map(all.map((name, at) => [name, at])),
    rest: all.length - 1,
    signature: `${format} ${all.join(' ')}`,
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text is a UUID in the only way that UUIDs are written here, so that it can be kept as 16 bytes. */
export const isUuid = (text: Scalar): text is string => typeof text === 'string' && uuid.test(text)

/** An event as a row. */
export type FactRow = {
  readonly time: number
  readonly recorded: number
  /** The values of `uuidFields` that are UUIDs. */
  readonly uuids: readonly (string | undefined)[]
  /** Column and value of everything else. */
  readonly values: readonly (readonly [column: number, value: Scalar])[]
}

/** Whether a field has a place of its own, outside of the columns of numbers. */
const isApart = (name: string, value: Scalar) =>
  nativeFields.has(name) || (uuidNames.has(name) && isUuid(value))

function valuesOf(body: Body, { columnOf, rest }: Layout): FactRow['values'] {
  const values: (readonly [number, Scalar])[] = []
  const others: string[] = []
  for (const name in body) {
    const value = body[name]
    if (value === undefined || isApart(name, value)) continue
    const column = columnOf.get(name)
    if (column !== undefined) values.push([column, value])
    else if (typeof value === 'string' && isSearched(name)) others.push(value)
  }
  if (others.length > 0) values.push([rest, JSON.stringify(others)])
  return values
}

type Body = Readonly<Record<string, Scalar>>

/** Lays out the fields of an entry's body; personal ones are commitments there and stay so. */
export const factRow = (body: Body, layout: Layout): FactRow => ({
  time: Date.parse(String(body['timestamp'])),
  recorded: Date.parse(String(body['recorded_at'])),
  uuids: uuidFields.map((name) => {
    const value = body[name]
    return value !== undefined && isUuid(value) ? value : undefined
  }),
  values: valuesOf(body, layout),
})

/** The texts of a value in the column of the rest. */
export const textsOfRest = (value: Scalar): readonly string[] => JSON.parse(String(value))
