import fc from 'fast-check'
import type { Scalar } from '../../src/kernel/canonical-json.ts'
import type { Field, Fields } from '../../src/query/field.ts'
import { kindOf } from '../../src/query/kind.ts'
import type { Matchable } from '../../src/query/matcher.ts'
import { exactly } from '../../src/query/pattern.ts'
import { type Query, type QueryInput, readQuery } from '../../src/query/query.ts'
import { anyTime, somewhere } from './any-time.ts'

/** What random queries are made of: the values that events have, by the event's field. */
export type Pools = ReadonlyMap<string, readonly Scalar[]>

export const poolsOf = (events: Iterable<Matchable>): Pools => {
  const pools = new Map<string, Set<Scalar>>()
  for (const event of events)
    for (const [name, value] of Object.entries(event)) {
      if (value === undefined) continue
      const pool = pools.get(name) ?? new Set()
      pools.set(name, pool.add(value))
    }
  return new Map([...pools].map(([name, pool]) => [name, [...pool]]))
}

type Make = (pool: readonly Scalar[]) => fc.Arbitrary<string>

const nothing = fc.constantFrom('nothing-like-this', 'x')
const cut = fc.double({ min: 0, max: 1, noNaN: true })

/** A part of a text; characters are not broken. */
const partOf = (text: string, [a, b]: readonly [number, number]) => {
  const letters = [...text]
  const ends = [Math.floor(a * letters.length), Math.ceil(b * letters.length)]
  return letters.slice(Math.min(...ends), Math.max(...ends, Math.min(...ends) + 1)).join('')
}

const pick = (pool: readonly Scalar[]): fc.Arbitrary<string> =>
  pool.length > 0 ? fc.constantFrom(...pool.map(String)) : nothing

const flipped = (text: string) =>
  text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase()

/** Exact values and wildcards around what events have, in either case, and now and then what none has. */
const texts: Make = (pool) =>
  fc.oneof(
    { weight: 6, arbitrary: pick(pool).map(exactly) },
    { weight: 1, arbitrary: pick(pool).map(flipped).map(exactly) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(pick(pool), cut, cut, fc.constantFrom('p*', '*s', '*m*', 'p*s'))
        .map(([text, a, b, form]) =>
          form
            .replace('m', () => exactly(partOf(text, [a, b])))
            .replace('p', () => exactly(partOf(text, [0, a])))
            .replace('s', () => exactly(partOf(text, [b, 1]))),
        ),
    },
    { weight: 1, arbitrary: fc.constant('*') },
    { weight: 1, arbitrary: nothing },
  )

const uids: Make = (pool) =>
  texts(pool.flatMap((one) => [...String(one).split(','), one]).map((one) => String(one).trim()))

const addresses: Make = (pool) => {
  const known = pool.map(String).filter((one) => !one.startsWith('('))
  const address = fc.constantFrom('192.0.2.1', '2001:db8::1', ...known)
  const network = fc
    .tuple(address, fc.integer({ min: 0, max: 128 }))
    .map(([one, bits]) => `${one}/${one.includes(':') ? bits : bits % 33}`)
  const mapped = address.map((one) => (one.includes(':') ? one : `::ffff:${one}`))
  const open = fc
    .tuple(address, fc.integer({ min: 1, max: 8 }))
    .map(([one, length]) => `${one.slice(0, length)}*`)
  return fc.oneof(address, network, mapped, open, fc.constant('(erased)*'))
}

const numbers: Make = (pool) => {
  const known = pool.filter((one) => typeof one === 'number')
  const number = fc.oneof(
    fc.constantFrom(0, ...known),
    fc.integer({ min: -2, max: 2_000 }),
    fc.constantFrom(0.5, 1.5),
  )
  const between = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}..${Math.max(a, b)}`)
  const compared = fc
    .tuple(fc.constantFrom('', '>', '>=', '<', '<='), number)
    .map((parts) => parts.join(''))
  const open = fc.oneof(
    number.map((one) => `${one}..`),
    number.map((one) => `..${one}`),
  )
  return fc.oneof(between, compared, open)
}

const agos: Make = () =>
  fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom('s', 'm', 'h', 'd', 'w'))
    .map((parts) => parts.join(''))

const words: Make = (pool) => {
  const part = fc.tuple(pick(pool), cut, cut).map(([text, a, b]) => partOf(text, [a, b]))
  return fc.oneof(part, part.map(flipped), nothing)
}

const makers: Readonly<Record<Field['kind'], Make>> = {
  text: texts,
  word: texts,
  person: texts,
  client: texts,
  version: (pool) => texts(pool.map((one) => String(one).replace(/^[a-z]+/, ''))),
  uid: uids,
  address: addresses,
  number: numbers,
  flag: () => fc.constantFrom('true', 'false'),
  time: (pool) => anyTime(pool.map((one) => Date.parse(String(one)))),
  ago: agos,
  words,
}

function anyCondition(field: Field, pools: Pools) {
  const of = field.kind === 'words' ? [...pools.keys()] : field.of
  const pool = of.flatMap((name) => pools.get(name) ?? [])
  const value = makers[field.kind](pool).filter((one) => one !== '' && one.length <= 512)
  return fc.record({
    field: fc.constant(field.name),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
    not: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  })
}

const anyCursor = (last: number) =>
  fc.option(fc.integer({ min: 0, max: last + 2 }), { nil: undefined, freq: 3 })

const present = <Part extends object>(part: Part) =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))

type Drawn = {
  readonly report_type: Query['report_type']
  readonly column: string
  readonly columns: readonly string[]
}

/** A dim report has one column; a raw one has none, because it would not look at them. */
function columnsFor({ report_type, column, columns }: Drawn): readonly string[] {
  if (report_type === 'dim') return [column]
  return report_type === 'raw' ? [] : columns
}

/**
 * Random queries of every kind over what the pools hold: conditions on every kind of field, in lists and negated, wildcards,
 * networks, times in zones with and without daylight saving, groups, aggregates, order, limits and cursors.
 */
export function anyQuery(fields: Fields, pools: Pools): fc.Arbitrary<Query> {
  const all = [...new Set(fields.values())]
  const grouping = all.filter(({ kind }) => kindOf(kind).groups).map(({ name }) => name)
  const filled = all.filter(({ kind, of }) => kind === 'words' || of.some((one) => pools.has(one)))
  const field = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...filled) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
  )
  const group = fc.constantFrom(...grouping)
  const aggregate = fc.oneof(
    fc.constantFrom('occurrences', 'first_created', 'last_created'),
    group.map((name) => `distinct(${name})`),
  )
  const last = Math.max(0, ...(pools.get('seq') ?? []).map(Number))
  return fc
    .record({
      where: fc.array(
        field.chain((one) => anyCondition(one, pools)),
        { maxLength: 3 },
      ),
      report_type: fc.constantFrom('raw', 'dim', 'span', 'hour', 'day', 'week', 'month'),
      column: group,
      columns: fc.uniqueArray(group, { maxLength: 3 }),
      aggregate: fc.uniqueArray(aggregate, { maxLength: 3 }),
      timezone: somewhere,
      order: fc.constantFrom('ascending', 'descending'),
      limit: fc.option(fc.integer({ min: -1, max: 200 }), { nil: undefined }),
      after: anyCursor(last),
      before: anyCursor(last),
    })
    .map(({ column, columns, where, ...rest }) =>
      readQuery(
        present({
          ...rest,
          columns: columnsFor({ report_type: rest.report_type, column, columns }),
          aggregate: rest.report_type === 'raw' ? [] : rest.aggregate,
          where: where.map(({ not, ...condition }) => ({ ...condition, ...(not && { not }) })),
        }) satisfies QueryInput,
        fields,
      ),
    )
    .filter((query): query is Query => !('trouble' in query))
}
