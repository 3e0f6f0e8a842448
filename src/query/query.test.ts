import { expect, test } from 'vitest'
import { queryFields } from './field.ts'
import { parseQuery, rowLimit } from './query.ts'

const fields = queryFields()
const parse = (raw: unknown) => parseQuery(raw, fields)

test('an empty query asks for the newest 50 events', () => {
  const query = parse({})
  expect(query).toEqual({
    report_type: 'raw',
    columns: [],
    aggregate: [],
    timezone: 'UTC',
    order: 'descending',
    where: [],
  })
  expect(rowLimit(query)).toBe(50)
})

test('a report that counts has all rows unless it says how many; -1 and 0 mean all', () => {
  expect(rowLimit(parse({ report_type: 'day' }))).toBe(Infinity)
  expect(rowLimit(parse({ report_type: 'day', limit: 7 }))).toBe(7)
  expect(rowLimit(parse({ limit: -1 }))).toBe(Infinity)
  expect(rowLimit(parse({ limit: 0 }))).toBe(Infinity)
})

test.each([
  [{ foo: 1 }, 'foo is not a field of a report query.'],
  [{ filter: { bar: 1 } }, 'filter.bar is not a field of a report query.'],
  [{ filter: { username: ['a@b.c', ''] } }, 'filter.username[1] must not be empty.'],
  [{ filter: { username: [] } }, 'filter.username must not be empty.'],
  [{ filter: { username: 'a@b.c' } }, 'filter.username must be of type array.'],
  [
    { filter: { record_uid: Array(1_001).fill('x') } },
    'filter.record_uid must have at most 1000 values.',
  ],
  [{ filter: { device: ['x'.repeat(513)] } }, 'filter.device[0] must have at most 512 characters.'],
  [
    { filter: { created: 'soon' } },
    'filter.created: "soon" is not a time; write a preset, epoch seconds, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.',
  ],
  [{ filter: { created: 5 } }, 'filter.created has the wrong type of value.'],
  [{ filter: { created: { min: 3, max: 2 } } }, 'filter.created must not end before it begins.'],
  [{ filter: { created: { mni: 3 } } }, 'filter.created.mni is not a field of a report query.'],
  [{ filter: { created: { min: 0.5 } } }, 'filter.created.min must be of type int.'],
  [{ filter: { ip_address: ['10.0.0'] } }, 'filter.ip_address[0] must be an IPv4 or IPv6 address.'],
  [
    { filter: { audit_event_type: ['80'] } },
    'filter.audit_event_type[0] must be the name of an event type, such as login.',
  ],
  [{ filter: { seq: { min: -1 } } }, 'filter.seq.min must be at least 0.'],
  [{ timezone: 'Mars/X' }, 'timezone must be an IANA time zone such as Europe/Berlin, or UTC.'],
  [{ report_type: 'year' }, 'report_type must be one of raw, dim, span, hour, day, week, month.'],
  [{ limit: -2 }, 'limit must be at least -1.'],
  [{ limit: '5' }, 'limit must be of type number.'],
  [{ report_type: 'dim' }, 'columns must name exactly one column for a dim report.'],
  [
    { report_type: 'day', columns: ['username', 'created'] },
    'columns[1] names "created", which is not a column to group by.',
  ],
  ['raw', 'The query must be of type object.'],
  [null, 'The query must be of type object.'],
])('%j is refused: %s', (raw, sentence) => {
  expect(() => parse(raw)).toThrow(expect.objectContaining({ kind: 'invalid', message: sentence }))
})

test('columns of a raw report are ignored, as in Commander', () => {
  expect(parse({ columns: ['nonsense'] }).report_type).toBe('raw')
})
