import { expect, test } from 'vitest'
import { type Call, timelineTable, usageTable } from './usage-tables.ts'

/** The rows are those of Commander's own tests of its usage report, without the full names that we do not know. */

const call = (app_uid: string, device_name: string, username: string, count: number): Call => ({
  ...{ app_uid, device_name, username, count },
})

const calls = [
  call('APP1', 'D1', 'a@x.com', 10),
  call('APP1', 'D2', 'a@x.com', 5),
  call('APP2', 'D1', 'b@x.com', 3),
]

const table = (view: Parameters<typeof usageTable>[1], order: 'count' | 'name' = 'count') => {
  const { columns, rows } = usageTable(calls, view, order)
  return [columns.map(({ title }) => title), ...rows]
}

test('by owner and by device, the most first', () => {
  expect(table('owners')).toEqual([
    ['Application Owner', 'Count'],
    ['a@x.com', 15],
    ['b@x.com', 3],
  ])
  expect(table('devices')).toEqual([
    ['Device', 'Count'],
    ['D1', 13],
    ['D2', 5],
  ])
})

test('in full', () => {
  expect(table('owners in full')).toEqual([
    ['Email', 'Device', 'API Usage per Month'],
    ...[
      ['a@x.com', 'D1', 10],
      ['a@x.com', 'D2', 5],
      ['b@x.com', 'D1', 3],
    ],
  ])
  expect(table('devices in full', 'name')).toEqual([
    ['Device', 'Application UID', 'Email', 'API Usage per Month'],
    ...[
      ['D1', 'APP1', 'a@x.com', 10],
      ['D1', 'APP2', 'b@x.com', 3],
      ['D2', 'APP1', 'a@x.com', 5],
    ],
  ])
})

test('the sums', () => {
  expect(table('summary')).toEqual([
    ['Metric', 'Value'],
    ['Total API Usage This Cycle', 18],
    ['Applications', 2],
    ['Devices', 2],
    ['Average API Calls Per User', 9],
  ])
  expect(usageTable([], 'summary', 'count').rows.at(-1)).toEqual(['Average API Calls Per User', 0])
})

test('over time: each event with its share', () => {
  const when = '2026-11-01'
  const { rows } = timelineTable(
    [
      { when, event: 'app_client_access', count: 2 },
      { when: '2026-11-02', event: 'app_client_access', count: 4 },
      { when, event: 'app_client_added', count: 2 },
    ],
    'count',
  )
  expect(rows).toEqual([
    ['app_client_access', 6, '75.0%'],
    ['app_client_added', 2, '25.0%'],
  ])
})
