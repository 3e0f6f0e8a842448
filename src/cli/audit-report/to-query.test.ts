import { Command } from 'commander'
import { expect, test } from 'vitest'
import { type AuditReportOptions, addAuditReportOptions } from './options.ts'
import { toQuery } from './to-query.ts'

function parse(flags: readonly string[]) {
  const command = addAuditReportOptions(new Command('audit-report'))
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  command.parse(flags, { from: 'user' })
  return { options: command.opts<AuditReportOptions>(), patterns: command.args }
}

const query = (...flags: string[]) => toQuery(parse(flags).options)

test('no flags ask for what Commander asks for', () => {
  expect(query()).toEqual({ report_type: 'raw', filter: {} })
})

test('every flag reaches the query', () => {
  expect(
    query(
      ...['--report-type', 'day', '--columns', 'username', '--columns', 'app_uid,device_name'],
      ...[
        '--aggregate',
        'occurrences',
        '--aggregate',
        'last_created',
        '--timezone',
        'Europe/Berlin',
      ],
      ...['--limit', '-1', '--order', 'asc', '--created', 'last_7_days', '--event-type', 'login'],
      ...['--username', 'a@example.com', '--to-username', 'b@example.com', '--record-uid', 'r'],
      ...['--shared-folder-uid', 'f', '--ip-address', '192.0.2.1', '--app', 'a'],
      ...['--device', 'ci-runner', '--device', 'in (b, c)', '--secret', 's'],
    ),
  ).toEqual({
    report_type: 'day',
    columns: ['username', 'app_uid', 'device_name'],
    aggregate: ['occurrences', 'last_created'],
    timezone: 'Europe/Berlin',
    limit: -1,
    order: 'ascending',
    filter: {
      created: 'last_7_days',
      audit_event_type: ['login'],
      username: ['a@example.com'],
      to_username: ['b@example.com'],
      record_uid: ['r'],
      shared_folder_uid: ['f'],
      ip_address: ['192.0.2.1'],
      app_uid: ['a'],
      device: ['ci-runner', 'in (b, c)'],
      secret_uid: ['s'],
    },
  })
})

test('a list is a repeated flag, or in (…), without repetition; = is allowed', () => {
  expect(
    query('--record-uid', 'IN (a, b ,a)', '--record-uid', '= c', '--record-uid', 'a').filter,
  ).toEqual({ record_uid: ['a', 'b', 'c'] })
})

test('titles are asked for by the UIDs they belong to', () => {
  expect(
    query('--report-type', 'span', '--columns', 'record_title,record_uid,shared_folder_title')
      .columns,
  ).toEqual(['record_uid', 'shared_folder_uid'])
})

test('patterns stand beside flags', () => {
  const { patterns, options } = parse(['a', '--match-all', 'not:b', '--regex', '--minimal'])
  expect(patterns).toEqual(['a', 'not:b'])
  expect(options).toMatchObject({ matchAll: true, regex: true })
})

test.each([
  [['--limit', 'many'], 'It must be a whole number, or -1 for all rows.'],
  [['--limit', '-2'], 'It must be a whole number, or -1 for all rows.'],
  [['--aggregate', 'sum'], 'Allowed choices are occurrences, first_created, last_created.'],
  [['--report-type', 'year'], 'Allowed choices are raw, dim, hour, day, week, month, span.'],
  [['--no-such-flag'], "unknown option '--no-such-flag'"],
])('%j is refused: %s', (flags, sentence) => expect(() => parse(flags)).toThrow(sentence))

test.each([
  ['DE', [{ field: 'country', values: ['DE'] }]],
  [
    'Bavaria, DE',
    [
      { field: 'country', values: ['DE'] },
      { field: 'geo_location', values: ['Bavaria, DE', '*, Bavaria, DE'] },
    ],
  ],
  [
    'Munich,Bavaria,DE',
    [
      { field: 'country', values: ['DE'] },
      { field: 'geo_location', values: ['Munich, Bavaria, DE'] },
    ],
  ],
])('--geo-location %s is a country and what is known of the place in it', (place, where) => {
  expect(query('--geo-location', place)).toMatchObject({ where })
})

test('--device-type is a client and the beginning of its version', () => {
  expect(query('--device-type', 'JavaScript SDK')).toMatchObject({
    where: [{ field: 'client', values: ['JavaScript SDK'] }],
  })
  expect(query('--device-type', 'ms17.5.0, 17')).toMatchObject({
    where: [
      { field: 'client', values: ['ms17.5.0'] },
      { field: 'version', values: ['17', '17.*'] },
    ],
  })
})

test.each([
  ['--geo-location', 'a,b,c,d'],
  ['--geo-location', ''],
  ['--geo-location', ',DE'],
  ['--device-type', ','],
  ['--device-type', 'a,b,c'],
])('%s "%s" is refused with the form that it should have', (flag, value) => {
  expect(() => query(flag, value)).toThrow(`${flag} is `)
})
