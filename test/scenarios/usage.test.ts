import { afterAll, beforeAll, expect, test } from 'vitest'
import { deviceReads } from '../support/device-reads.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** `sm usage`: how often secrets were read, as Commander counts it. */

const now = Date.parse('2026-11-20T12:00:00Z')

let server: TestServer
let owner: CommandLine

beforeAll(async () => {
  server = await startServer({
    flags: { tls: 'off' },
    clock: () => new Date(now),
    async fill(tx) {
      await deviceReads({ devices: ['old'], at: new Date('2026-10-31T23:59:00Z') })(tx)
      await deviceReads({ devices: ['one', 'two', 'one'], at: new Date('2026-11-01T00:01:00Z') })(
        tx,
      )
      await deviceReads({ devices: ['one'], at: new Date('2026-11-20T11:30:00Z') })(tx)
    },
  })
  owner = await ownerOf(server)
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

const usage = (...flags: readonly string[]) => owner.ask<object[]>('sm', 'usage', ...flags)

test('this month’s calls by owner, by device, and in sum', async () => {
  expect(await usage()).toEqual([{ username: 'owner@example.com', count: 4 }])
  expect(await usage('--by-device')).toEqual([
    { device_name: 'one', count: 3 },
    { device_name: 'two', count: 1 },
  ])
  expect(await usage('--summary')).toContainEqual({ metric: 'Devices', value: 2 })
  expect(await usage('--by-device', '--created', 'last_month')).toEqual([
    { device_name: 'old', count: 1 },
  ])
})

test('for people the columns are Commander’s', async () => {
  const { stdout } = await owner.keepwatch(
    'sm',
    'usage',
    '--detail',
    '--by-device',
    '--format',
    'csv',
  )
  expect(stdout.split('\r\n').slice(0, 2)).toEqual([
    'Device,Application UID,Email,API Usage per Month',
    'one,qZ3vYkT0R1mXcW9dLhPb2A,owner@example.com,3',
  ])
})

test('over time: each event with its share, or each hour by itself', async () => {
  expect(await usage('--timeline')).toEqual([
    { audit_event: 'app_client_access', count: 5, share: '100.0%' },
  ])
  expect(await usage('--timeline', '--range', '24h', '--all')).toEqual([
    { created: '2026-11-20 @11:00', audit_event: 'app_client_access', count: 1 },
  ])
})

test.each([
  [['--all'], '--timeline'],
  [['--timeline', '--created', 'today'], '--range'],
  [['--created', 'soon'], '"soon"'],
])('%j says what it needs', async (flags, needed) => {
  const { code, stderr } = await owner.keepwatch('sm', 'usage', ...flags)
  expect([code, stderr]).toEqual([2, expect.stringContaining(needed)])
})
