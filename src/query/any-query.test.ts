import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyQuery, poolsOf } from '../../test/support/any-query.ts'
import { queryFields } from './field.ts'
import { type Matchable, matcher } from './matcher.ts'
import type { Query } from './query.ts'

/** The random queries that other answerers of queries are tested with ask for everything, and do find some events. */

const names = ['ci-runner', 'db backup', 'a*b', 'Ünï']
const addresses = ['192.0.2.1', '192.0.2.77', '2001:db8::1', '::ffff:10.0.0.1', '(erased)']
const types = ['login', 'app_client_access', 'record_add']

const events: readonly Matchable[] = Array.from({ length: 200 }, (_, seq) => ({
  seq,
  event_id: `0199-${seq}`,
  audit_event: types[seq % 3],
  timestamp: new Date(Date.UTC(2026, 9, 20, seq)).toISOString(),
  username: seq % 2 ? 'ann@example.com' : 'Mei@example.org',
  remote_address: addresses[seq % 5],
  ...(seq % 3 === 1 && { device_name: names[seq % 4], served_count: seq % 7 }),
  ...(seq % 3 === 2 && { record_uid: `r${seq % 9}`, editable: seq % 4 > 1 }),
}))
const fields = queryFields([
  { name: 'served_count', kind: 'number' },
  { name: 'editable', kind: 'flag' },
])
const describe = (name: string) => ({ title: `Title of ${name}`, message: 'Somebody did it' })
const queries = anyQuery(fields, poolsOf(events))
const now = new Date('2026-10-28T12:00:00Z')

const found = (query: Pick<Query, 'where' | 'timezone' | 'after' | 'before'>) =>
  new Set(events.filter(matcher(query, { fields, describe, now })))

test('a query finds what all of its conditions find, and the opposite of a condition finds the rest', () => {
  fc.assert(
    fc.property(queries, ({ where, timezone, after, before }) => {
      const each = where.map(({ not, ...condition }) => {
        const alone = found({ where: [condition], timezone })
        const rest = found({ where: [{ ...condition, not: true }], timezone })
        expect(alone.union(rest).size).toBe(events.length)
        expect(alone.intersection(rest).size).toBe(0)
        return not ? rest : alone
      })
      const cursor = events.filter(
        ({ seq }) => Number(seq) > (after ?? -1) && Number(seq) < (before ?? Infinity),
      )
      const both = each.reduce((all, one) => all.intersection(one), new Set(cursor))
      expect(found({ where, timezone, after, before })).toEqual(both)
    }),
    { numRuns: 1_000 },
  )
})

test('a list finds what any of its values finds', () => {
  fc.assert(
    fc.property(queries, ({ where, timezone }) => {
      for (const { field, values } of where) {
        const each = values.map((value) => found({ where: [{ field, values: [value] }], timezone }))
        const any = each.reduce((all, one) => all.union(one), new Set<Matchable>())
        expect(found({ where: [{ field, values }], timezone })).toEqual(any)
      }
    }),
    { numRuns: 500 },
  )
})

test('random queries ask for every kind of thing, and many find some events but not all', () => {
  const drawn = fc.sample(queries, { numRuns: 2_000, seed: 7 })
  const asked = new Set(drawn.flatMap(({ where }) => where.map(({ field }) => field)))
  const all = new Set([...fields.values()].map(({ name }) => name))
  expect(all.difference(asked).size).toBe(0)
  const sizes = drawn.filter(({ where }) => where.length > 0).map((query) => found(query).size)
  expect(sizes.filter((size) => size > 0 && size < events.length).length).toBeGreaterThan(500)
  for (const type of ['raw', 'dim', 'span', 'hour', 'day', 'week', 'month'])
    expect(drawn.some(({ report_type }) => report_type === type)).toBe(true)
})
