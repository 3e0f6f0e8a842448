import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyQuery, poolsOf } from '../../test/support/any-query.ts'
import { parseText } from './asked.ts'
import { queryFields } from './field.ts'
import { printQuery } from './print-text.ts'

const fields = queryFields([
  { name: 'count', kind: 'number' },
  { name: 'editable', kind: 'flag' },
  { name: 'last', kind: 'text' },
])
const parse = (text: string) => parseText(text, fields)

/** The conditions of a text, short: `field` or `-field` and its values. */
const conditions = (text: string) =>
  parse(text).where.map(({ field, values, not }) => [not ? `-${field}` : field, ...values])

test.each([
  ['', []],
  ['app:ci', [['app', 'ci']]],
  [
    'app:ci -device:runner event:app_client_* last:7d "db"',
    [
      ['app', 'ci'],
      ['-device', 'runner'],
      ['event', 'app_client_*'],
      ['last', '7d'],
      ['text', 'db'],
    ],
  ],
  ['user:a@example.com,*@example.org', [['user', 'a@example.com', '*@example.org']]],
  ['device:"the, runner","b"', [['device', 'the, runner', 'b']]],
  ['count>5', [['count', '>5']]],
  ['count:>=5,<2', [['count', '>=5', '<2']]],
  ['time>=2026-11-01', [['time', '>=2026-11-01']]],
  ['time:2026-11-01..2026-11-02', [['time', '2026-11-01..2026-11-02']]],
  ['seq:100..200', [['seq', '100..200']]],
  ['address:2001:db8::/32', [['address', '2001:db8::/32']]],
  ['.last:x', [['.last', 'x']]],
  ['To-User:x', [['to', 'x']]],
  [
    'ip_address:192.0.2.1 keeper_version:x',
    [
      ['address', '192.0.2.1'],
      ['client', 'x'],
    ],
  ],
  [
    'two words',
    [
      ['text', 'two'],
      ['text', 'words'],
    ],
  ],
  [
    '"two words" -"not these",nor',
    [
      ['text', 'two words'],
      ['-text', 'not these', 'nor'],
    ],
  ],
  ['12:30', [['text', '12:30']]],
  [String.raw`device:a\*b`, [['device', String.raw`a\*b`]]],
  [String.raw`device:"a\*b \"c\" \\"`, [['device', 'a\\*b "c" \\']]],
])('%j asks for %j', (text, asked) => expect(conditions(text)).toEqual(asked))

test('one text holds a whole query', () => {
  const text =
    'event:login report:day group:user,device show:occurrences,distinct(device) zone:Europe/Berlin order:asc limit:-1 after_seq:7 before_seq:100'
  expect(parse(text)).toEqual({
    where: [{ field: 'event', values: ['login'] }],
    report_type: 'day',
    columns: ['user', 'device'],
    aggregate: ['occurrences', 'distinct(device)'],
    timezone: 'Europe/Berlin',
    order: 'ascending',
    limit: -1,
    after: 7,
    before: 100,
  })
})

test.each([
  'app:ci -device:runner event:app_client_* last:7d "db"',
  'count:>5 seq:100..200 time:2026-11-01..2026-11-02',
  String.raw`device:"literal \* star","say \"hi\""`,
  'user:a@example.com,b@example.com report:week group:app show:distinct(user) zone:Asia/Kolkata',
])('%s prints as it was written', (text) => expect(printQuery(parse(text))).toBe(text))

test.each([
  ['devcie:x', 'Column 1: "devcie" is not a field: did you mean device?'],
  ['app:ci  frobnicate:1', 'Column 9: "frobnicate" is not a field.'],
  [
    'time:soon',
    'Column 6: "soon" is not a time; write a preset, epoch seconds, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.',
  ],
  ['time:2026-11-02..2026-11-01', 'Column 6: "2026-11-02" is after "2026-11-01"; swap them.'],
  ['seq:1,200..100', 'Column 7: "200..100" is an empty range; swap its ends.'],
  ['seq:many', 'Column 5 must be a number, or a range such as 100..200 or >5.'],
  ['last:7y', 'Column 6 must be a length of time such as 15m, 24h, 7d or 4w.'],
  [
    '-address:10.0.0.0/33',
    'Column 10 must be an IPv4 or IPv6 address, or a network such as 10.0.0.0/8.',
  ],
  ['editable:yes', 'Column 10 must be true or false.'],
  ['app:', 'Column 5 must have a value.'],
  ['app:a,', 'Column 7 must have a value.'],
  ['-', 'Column 2 must have a value.'],
  ['x "db', 'Column 3 has a quote that is not closed.'],
  ['app:a"b"', 'Column 6 must be a space or a comma: put the whole value in quotes.'],
  ['device:""', 'Column 8 must not be empty.'],
  ['report:year', 'Column 1 must be one of raw, dim, span, hour, day, week, month.'],
  ['report:day group:user,time', 'Column 23 names "time", which is not a column to group by.'],
  ['report:dim', 'columns must name exactly one column for a dim report.'],
  ['report:day show:distinct(text)', 'Column 17 names "text", which is not a column to group by.'],
  ['limit:all', 'Column 1 must be of type number.'],
  ['-limit:5', 'Column 2 must not be excluded: limit is no condition.'],
  ['limit:5 limit:6', 'Column 9 repeats limit, which may be given once.'],
  ['zone:Mars/X', 'Column 1 must be an IANA time zone such as Europe/Berlin, or UTC.'],
])('%j is refused: %s', (text, complaint) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({ kind: 'invalid', message: complaint }),
  )
})

const at = (day: number) => new Date(Date.UTC(2026, 9, 20 + day)).toISOString()

const pools = poolsOf([
  { seq: 0, timestamp: at(0), username: 'ann@example.com', device_name: 'a "b", \\c*', count: 2 },
  { seq: 1, timestamp: at(9), remote_address: '::1', device_name: '-x:y z', client_version: 'c18' },
  { seq: 2, timestamp: at(9), remote_address: '10.0.0.1', last: 'Ünïcode 🙂', secret_uid: 'a, b' },
])

test('what is printed reads as the same query', () => {
  fc.assert(
    fc.property(anyQuery(fields, pools), (query) => {
      expect(parse(printQuery(query))).toEqual(query)
    }),
    { numRuns: 2_000 },
  )
})

test('any value of any length can be quoted', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 500, unit: 'grapheme' }), (value) => {
      fc.pre(value.length <= 512)
      const where = [
        { field: 'device', values: [value, 'x'] },
        { field: 'text', values: [value], not: true as const },
      ]
      expect(parse(printQuery({ ...parse(''), where })).where).toEqual(where)
    }),
  )
})

test('whatever is typed is understood, and then prints as something stable, or refused with a sentence', () => {
  const typed = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'app:',
          '-',
          '"',
          ',',
          ' ',
          'time:',
          '2026-11-01',
          '..',
          '>',
          '\\',
          '*',
          'limit:5',
          'x',
        ),
        fc.string({ maxLength: 4 }),
      ),
    )
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(typed, (text) => {
      try {
        const printed = printQuery(parse(text))
        expect(printQuery(parse(printed))).toBe(printed)
      } catch (error) {
        expect(error).toMatchObject({ name: 'Failure', kind: 'invalid' })
      }
    }),
    { numRuns: 5_000 },
  )
})
