import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  complaints as complaintsOf,
  networks,
  now,
  type Over,
  patient,
  postgresql,
} from '../../test/support/patient.ts'
import { examine } from './examine.ts'

/** One thing is wrong with a deployment that is well otherwise: what the doctor says. */

let data: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'keepwatch-doctor-'))
  await chmod(data, 0o700)
})
afterAll(() => rm(data, { recursive: true, force: true }))

const complaints = ({ settings, ...over }: Over) =>
  complaintsOf({ ...over, settings: { data, ...settings } })

const embedded = { databaseUrl: undefined, filesUrl: undefined }
const target = { name: 'siem', status: 'live', trouble: null, lag_events: 0, dead_letters: 0 }

test('a deployment that is well gives no complaint, and every check has looked', async () => {
  expect(await complaints({})).toEqual([])
  const found = await examine(patient({ settings: { data } }))
  expect(new Set(found.map(({ check }) => check)).size).toBeGreaterThanOrEqual(13)
  expect(
    await complaints({ settings: embedded, facts: { engine: 'SQLite', settings: {} } }),
  ).toEqual([])
})

test('columns on a cluster of ClickHouse are said to be there', async () => {
  const found = await examine(patient({ settings: { data, analyticsCluster: 'reports' } }))
  expect(found.find(({ check }) => check === 'projection')?.says).toMatch(
    /^The projection on the cluster reports has all but \d+ events\.$/,
  )
})

const cases: readonly (readonly [string, string, string, Over])[] = [
  ['an old Node', 'wrong', 'too old', { nodeVersion: '20.20.2' }],
  ['another Node', 'warning', 'tested with', { nodeVersion: '26.0.0' }],
  ['fsync off', 'wrong', 'fsync is off', { facts: { settings: { ...postgresql, fsync: 'off' } } }],
  [
    'torn pages',
    'warning',
    'full_page_writes',
    { facts: { settings: { ...postgresql, full_page_writes: 'off' } } },
  ],
  [
    'commits that nobody waits for',
    'warning',
    'synchronous_commit is off',
    { facts: { settings: { ...postgresql, synchronous_commit: 'off' } } },
  ],
  ['a standby', 'wrong', 'standby', { facts: { settings: { ...postgresql, standby: 'on' } } }],
  [
    'another encoding',
    'wrong',
    'encoding',
    { facts: { settings: { ...postgresql, encoding: 'SQL_ASCII' } } },
  ],
  [
    'few connections',
    'warning',
    '20 connections',
    { facts: { settings: { ...postgresql, max_connections: '20' } } },
  ],
  ['an old PostgreSQL', 'wrong', 'too old', { facts: { version: '12.4' } }],
  [
    'a database that is away',
    'wrong',
    'cannot be opened: refused',
    { store: async () => Promise.reject(new Error('refused')) },
  ],
  ['a folder without a database', 'warning', 'no database', { store: async () => undefined }],
  ['steps to be made', 'warning', 'lacks 2 steps', { facts: { missing: [570, 580] } }],
  ['a newer database', 'wrong', 'newer Keepwatch', { facts: { unknown: [9_999] } }],
  ['a clock that is ahead', 'wrong', '60 s ahead', { now: new Date(now.getTime() + 60_000) }],
  ['a clock that is behind', 'wrong', '60 s behind', { now: new Date(now.getTime() - 60_000) }],
  [
    'a full disk',
    'wrong',
    'no secret is given out',
    { volume: async () => ({ free: 1e8, reserve: 2.5e8, flushMs: 1 }) },
  ],
  [
    'a disk that fills up',
    'warning',
    'are free; below',
    { volume: async () => ({ free: 5e8, reserve: 2.5e8, flushMs: 1 }) },
  ],
  [
    'a data folder in memory',
    'wrong',
    'tmpfs',
    {
      settings: embedded,
      volume: async () => ({ free: 1e12, reserve: 1, flushMs: 1, filesystem: 'tmpfs' }),
    },
  ],
  [
    'a data folder on a network',
    'wrong',
    'NFS',
    {
      settings: embedded,
      volume: async () => ({ free: 1e12, reserve: 1, flushMs: 1, filesystem: 'NFS' }),
    },
  ],
  [
    'a disk that confirms too soon',
    'warning',
    'faster than a disk can',
    { settings: embedded, volume: async () => ({ free: 1e12, reserve: 1, flushMs: 0.001 }) },
  ],
  [
    'a slow disk',
    'warning',
    '80 ms to confirm',
    { settings: embedded, volume: async () => ({ free: 1e12, reserve: 1, flushMs: 80 }) },
  ],
  [
    'a name that only this machine knows',
    'warning',
    'find nobody',
    { settings: { listen: { host: '0.0.0.0', port: 443 } } },
  ],
  [
    'a name without an address',
    'wrong',
    'no address',
    { settings: { hostname: 'nobody.invalid' } },
  ],
  [
    'a proxy that nobody trusts',
    'warning',
    'no proxy is trusted',
    { settings: { trustedProxies: networks() } },
  ],
  [
    'everybody as a proxy',
    'wrong',
    'Everybody is trusted',
    { settings: { trustedProxies: networks('0.0.0.0/0') } },
  ],
  [
    'everybody as a proxy by IPv6',
    'wrong',
    'Everybody is trusted',
    { settings: { trustedProxies: networks('::/0') } },
  ],
  [
    'keys as they are',
    'warning',
    'whoever copies it has them',
    { settings: { key: undefined }, sealing: async () => 'plain' },
  ],
  ['keys that are not sealed yet', 'warning', 'not sealed yet', { sealing: async () => 'plain' }],
  [
    'a key that opens nothing',
    'wrong',
    'sealed with another key',
    { sealing: async () => Promise.reject(new Error('sealed with another key')) },
  ],
  ['a log that was rolled back', 'unproven', 'rolled back', { anchored: async () => 1_200 }],
  ['no anchor', 'warning', 'no log-anchor', { anchored: async () => undefined }],
  [
    'a log that is not signed',
    'warning',
    '20000 events are not covered',
    { facts: { events: 21_000 }, columns: async () => ({ state: 'in-use' }) },
  ],
  [
    'a paused export',
    'warning',
    'is paused',
    { facts: { targets: [{ ...target, status: 'paused' }] } },
  ],
  [
    'an export that fails',
    'wrong',
    'does not get through: refused',
    { facts: { targets: [{ ...target, trouble: 'refused' }] } },
  ],
  [
    'an export that is behind',
    'warning',
    '50000 events behind',
    { facts: { targets: [{ ...target, lag_events: 50_000 }] } },
  ],
  [
    'events that were refused',
    'warning',
    'refused 3 events',
    { facts: { targets: [{ ...target, dead_letters: 3 }] } },
  ],
  [
    'files that others do not have',
    'warning',
    'other servers',
    { settings: { filesUrl: undefined } },
  ],
  [
    'a bucket that refuses',
    'wrong',
    'AccessDenied',
    {
      tryBucket: async () =>
        Promise.reject(new Error('refused', { cause: new Error('AccessDenied') })),
    },
  ],
  [
    'a projection of another version',
    'warning',
    'other-layout',
    { columns: async () => ({ state: 'other-layout' }) },
  ],
  [
    'a ClickHouse that is away',
    'wrong',
    'Reports cannot be read: refused',
    { columns: async () => Promise.reject(new Error('refused')) },
  ],
  [
    'a projection that is far behind',
    'warning',
    'events behind: the next report waits',
    { facts: { events: 2_000_000, signed: 2_000_000 } },
  ],
]

test.each(cases)('%s: %s', async (_, state, says, over) => {
  const found = await complaints(over)
  expect(found).toEqual([
    {
      check: expect.any(String),
      state,
      says: expect.stringContaining(says),
      do: expect.stringMatching(/\S/),
    },
  ])
})
