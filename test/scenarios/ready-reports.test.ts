import { getSecrets, updateSecret } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadLibrary } from '../../src/reports/library.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type SharedApp, sharedApp } from '../support/shared-app.ts'

/**
 * What happened in this house: three weeks ago `builder` read everything; since then it reads the database only and
 * changed it, `newcomer` came and reads the mail, `forgotten` never connected, and nobody read the attic.
 */

type Row = Readonly<Record<string, string | number | boolean>>

const dayMs = 86_400_000
let ahead = 0
let server: TestServer
let owner: CommandLine
let app: SharedApp
const uids: Record<'database' | 'mail' | 'attic', string> = { database: '', mail: '', attic: '' }
const unused = { app_uid: '', record_uid: '' }

const ask = <Value>(...argv: readonly string[]) => owner.ask<Value>(...argv)
const run = (name: string, ...flags: readonly string[]) =>
  ask<readonly Row[]>('audit-report', '--run', name, ...flags)

async function record(title: string, ...flags: readonly string[]) {
  const add = ['record', 'add', '--title', title, '--field', 'password=p', ...flags]
  return (await ask<{ record_uid: string }>(...add)).record_uid
}

beforeAll(async () => {
  server = await startServer({ clock: () => new Date(Date.now() + ahead) })
  trust(server)
  owner = await ownerOf(server)
  app = await sharedApp(server, owner)
  for (const title of ['database', 'mail', 'attic'] as const)
    uids[title] = await record(title, '--folder', app.folder)
  unused.app_uid = (await ask<{ app_uid: string }>('sm', 'app', 'create', 'Unused')).app_uid
  unused.record_uid = await record('lonely')
  const share = ['sm', 'share', 'add', '--app', unused.app_uid, '--secret', unused.record_uid]
  await owner.keepwatch(...share, '--editable')
  const builder = await app.device('builder')
  await app.device('forgotten')
  await getSecrets(builder)

  ahead = 21 * dayMs
  await owner.keepwatch('login')
  const [database] = (await getSecrets(builder, [uids.database])).records
  if (!database) throw new Error('there is no record')
  await updateSecret(builder, database)
  await getSecrets(await app.device('newcomer'), [uids.mail])
  await fetch(`${server.url}/api/v1/vault`)
  await ask('siem', 'add', 'archive', '--kind', 'file', '--set', 'file=events.ndjson')
  await ask('siem', 'pause', 'archive')
})
afterAll(async () => {
  await owner.remove()
  await server.stop()
})

const pick = (rows: readonly Row[], ...names: readonly string[]) =>
  rows.map((row) => names.map((name) => row[name]))

test('every ready-made report runs, and its rows have the columns that it names', async () => {
  const library = await loadLibrary()
  const listed = await ask<readonly { name: string }[]>('audit-report', '--list-reports')
  expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining([...library.keys()]))
  for (const { name, columns, chart, title, about } of library.values()) {
    expect([title, about], name).toEqual([
      expect.stringMatching(/^[A-Z]/),
      expect.stringMatching(/\.$/),
    ])
    for (const axis of chart ? [chart.x, chart.y] : []) expect(columns, name).toContain(axis)
    // Everybody is stale who was not here in the next century.
    const when = name === 'stale-devices' ? ['--created', '>=2100-01-01'] : []
    const rows = await run(name, '--limit', '20', ...when)
    expect(await run(name, '--limit', '1', ...when), name).toHaveLength(1)
    expect(rows.length, name).toBeGreaterThan(0)
    const shown = new Set(['record_title', ...columns])
    expect(
      rows.flatMap(Object.keys).filter((column) => !shown.has(column)),
      name,
    ).toEqual([])
  }
})

test('reads are counted by device, by application and by record', async () => {
  expect(pick(await run('access-by-device'), 'device_name', 'occurrences')).toEqual([
    ['builder', 3],
    ['newcomer', 2],
  ])
  const [first] = await run('access-by-application')
  expect(first).toMatchObject({ app_uid: app.app_uid, occurrences: 5, 'distinct(device_uid)': 2 })
  expect(pick(await run('access-by-record', '--app', 'Builds'), 'record_title', 'readers')).toEqual(
    expect.arrayContaining([
      ['database', 1],
      ['mail', 2],
      ['attic', 1],
    ]),
  )
})

test('a token that was never used and a device that stays away stand out', async () => {
  expect(pick(await run('never-connected'), 'device_name', 'status')).toEqual([
    ['forgotten', 'expired'],
  ])
  expect(await run('stale-devices', '--created', 'last_7_days')).toEqual([])
  ahead += 10 * dayMs
  await owner.keepwatch('login')
  const stale = await run('stale-devices', '--created', 'last_7_days')
  expect(pick(stale, 'device_name', 'days_ago')).toEqual([
    ['builder', 10],
    ['newcomer', 10],
  ])
  ahead -= 10 * dayMs
})

test('an export that a person paused is behind, and its line says why', async () => {
  const [archive, ...others] = await run('export-health')
  expect(others).toEqual([])
  expect(archive).toMatchObject({
    ...{ name: 'archive', kind: 'file', status: 'paused', reason: 'a person paused it' },
    ...{ dead_letters: 0, failures: 0, pauses: 1, refused: 0 },
  })
  expect(archive?.['lag_events']).toBeGreaterThan(0)
})

test('exposure: each version that left to somebody, and whether it is still the newest', async () => {
  const found = await run('exposure', '--app', 'Builds')
  expect(pick(found, 'record_title', 'device_name', 'status').sort()).toEqual([
    ['attic', 'builder', 'rotate'],
    ['database', 'builder', 'rotated'],
    ['mail', 'builder', 'rotate'],
    ['mail', 'newcomer', 'rotate'],
  ])
})

test('what nobody read is unused, by the applications that could', async () => {
  const found = await run('unused-secrets', '--created', 'last_7_days')
  expect(pick(found, 'record_title', 'app_uid')).toEqual(
    expect.arrayContaining([
      ['attic', app.app_uid],
      ['lonely', unused.app_uid],
    ]),
  )
  expect(found).toHaveLength(2)
})

test('advice says what would be enough', async () => {
  const advice = await run('least-grant', '--created', 'last_7_days')
  expect(pick(advice, 'app_uid', 'advice')).toEqual([
    [unused.app_uid, 'remove the share: none of its records was read'],
  ])
  const long = await run('least-grant', '--app', 'Unused')
  expect(pick(long, 'secret_uid', 'editable')).toEqual([[unused.record_uid, true]])
})

test('drift is who reads now and did not before, and who no longer does', async () => {
  const drift = await run('access-drift', '--created', 'last_24_hours', '--app', 'Builds')
  expect(drift.map(({ change }) => change)).toEqual(drift.map(() => 'new'))
  const weeks = await run('access-drift', '--created', '>=2000-01-01', '--app', 'Builds')
  expect(weeks.length).toBeGreaterThan(0)
  const days = 20
  const from = new Date(Date.now() + ahead - days * dayMs).toISOString()
  const compared = await run('access-drift', '--created', `>=${from}`, '--app', 'Builds')
  expect(pick(compared, 'change', 'device_name', 'record_title').sort()).toEqual([
    ['gone', 'builder', 'attic'],
    ['gone', 'builder', 'mail'],
    ['new', 'newcomer', 'mail'],
  ])
})

test('who appeared, and who reads what they never read in the weeks before', async () => {
  const edges = await run('new-edges', '--created', 'last_7_days')
  expect(pick(edges, 'device_name', 'record_title', 'occurrences')).toEqual([
    ['newcomer', 'mail', 2],
  ])
  const actors = await run('new-actors', '--created', 'last_7_days')
  expect(pick(actors, 'kind', 'device_name', 'app_uid')).toEqual([
    ['device', 'newcomer', app.app_uid],
  ])
  const month = await run('new-actors', '--created', 'last_30_days')
  expect(pick(month, 'kind', 'device_name', 'username')).toEqual(
    expect.arrayContaining([
      ['device', 'builder', undefined],
      ['person', undefined, 'owner@example.com'],
    ]),
  )
  const ever = await owner.keepwatch(
    'audit-report',
    '--run',
    'new-edges',
    '--created',
    '<=2100-01-01',
  )
  expect([ever.code, ever.stderr]).toEqual([2, expect.stringContaining('a time that begins')])
})

test('a report that is none, and a time that is none, say so', async () => {
  const none = await owner.keepwatch('audit-report', '--run', 'everything')
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('access-drift')])
  const soon = await owner.keepwatch('audit-report', '--run', 'denied', '--created', 'soon')
  expect([soon.code, soon.stderr]).toEqual([2, expect.stringContaining('"soon" is not a time')])
  const ever = await owner.keepwatch(
    'audit-report',
    '--run',
    'access-drift',
    '--created',
    '<=2100-01-01',
  )
  expect([ever.code, ever.stderr]).toEqual([2, expect.stringContaining('a time that begins')])
})
