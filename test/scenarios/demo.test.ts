import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { ShownEvent } from '../../src/events/shown-event.ts'
import { type Running, serve } from '../../src/serve.ts'
import { welcome } from '../../src/welcome.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { readEvents } from '../support/read-events.ts'
import { trust } from '../support/sdk-device.ts'

/** `serve --demo` as somebody sees it who tries Keepwatch for the first time, with three days of history instead of ninety. */

const password = 'keepwatch demo'
const days = 3
const dayMs = 86_400_000
/** Who comes for one thing logs out after it, while devices go on reading. */
const sameVisit = 15 * 60_000

let parent: string
let data: string
let running: Running
let line: CommandLine

const flags = (folder: string) => ({
  data: folder,
  listen: '127.0.0.1:0',
  logLevel: 'silent',
  demo: true,
  demoDays: days,
})

const at = ({ timestamp }: ShownEvent) => Date.parse(timestamp)
const isHistory = (event: ShownEvent, started: number) => at(event) < started

let started: number

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'keepwatch-demo-'))
  data = join(parent, 'data')
  started = Date.now()
  running = await serve(readConfig(flags(data), {}))
  trust(running)
  line = await commandLine(running, 'demo@example.com', password)
})
afterAll(async () => {
  await line.remove()
  await running.stop()
  await rm(parent, { recursive: true, force: true })
})

/** Asks again and again until the answer will do; the test's own time limit ends it. */
async function eventually<Value>(ask: () => Promise<Value>, will: (value: Value) => boolean) {
  for (;;) {
    const value = await ask()
    if (will(value)) return value
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

describe('a new installation with --demo', () => {
  test('says who can log in and needs no setup code', async () => {
    const text = welcome(running)
    expect(text).toContain('demo@example.com')
    expect(text).toContain(password)
    expect(text).toContain('seed 1')
    expect(text).not.toContain('Setup code')
    expect(await readdir(data)).not.toContain('setup-code')
  })

  test('has people, applications, shares and devices at once', async () => {
    expect((await line.keepwatch('login')).code).toBe(0)
    const applications = await line.ask<{ title: string; devices: number }[]>('sm', 'app', 'list')
    expect(applications.map(({ title }) => title)).toEqual([
      'ci',
      'web',
      'billing',
      'backup',
      'k8s-production',
    ])
    expect(applications.every((application) => application.devices > 0)).toBe(true)
    const records = await line.ask<unknown[]>('record', 'list')
    expect(records.length).toBeGreaterThan(25)
  })

  test('tells its history in the background, with every event of Secrets Manager', async () => {
    expect(await running.demo?.told).toMatch(
      /^The history of 3 days is complete: the log holds \d+ events\.$/,
    )
    const rows = await line.ask<{ audit_event_type: string; occurrences: number }[]>(
      'audit-report',
      ...['--report-type', 'span', '--columns', 'audit_event_type'],
    )
    expect(rows.map((row) => row.audit_event_type)).toEqual(
      expect.arrayContaining([
        ...['app_record_shared', 'app_record_removed', 'app_record_share_changed'],
        ...['app_folder_shared', 'app_folder_removed', 'app_folder_share_changed'],
        ...['app_client_added', 'app_client_removed', 'app_client_connected'],
        ...['app_client_access', 'app_client_record_update', 'app_client_access_denied'],
      ]),
    )
  })

  test('which happened on the days before the start, oldest first, and was recorded since', async () => {
    const history = (await readEvents(data)).filter((event) => isHistory(event, started))
    const [first] = history
    expect(Math.floor(at(first as ShownEvent) / dayMs)).toBe(Math.floor(started / dayMs) - days)
    let newest = 0
    const late = history.filter((event) => {
      newest = Math.max(newest, at(event))
      return at(event) < newest - sameVisit
    })
    expect(late.map(({ message }) => message)).toEqual([])
    expect(history.every((event) => Date.parse(event.recorded_at) >= started)).toBe(true)
    expect(new Set(history.map(({ username }) => username)).size).toBeGreaterThan(3)
  })

  test('holds those who were turned away, and why', async () => {
    const reasons = (await readEvents(data))
      .filter((event) => isHistory(event, started))
      .flatMap(({ reason }) => (reason === undefined ? [] : [String(reason)]))
    expect(new Set(reasons)).toEqual(
      new Set([
        'token_used',
        'ip_locked',
        'revoked',
        'out_of_sync',
        'not_permitted',
        'unknown_client',
        'wrong_password',
      ]),
    )
  })

  test('is watched: alerts come true, and every event since goes into a file as well', async () => {
    await running.demo?.told
    const ask = () => line.ask<{ name: string; occurrences: number }[]>('audit-alert', 'list')
    const alerts = await eventually(ask, (all) => all.some(({ occurrences }) => occurrences > 0))
    expect(alerts.map(({ name }) => name)).toContain('Device at a blocked address')
    const lines = (await readFile(join(data, 'exports/events.ndjson'), 'utf8')).trim().split('\n')
    const [first] = lines.map((text) => JSON.parse(text) as { audit_event: string })
    expect(lines.length).toBeGreaterThan(100)
    expect(first?.audit_event).toBe('audit_sync_setup')
  })

  test('has a fleet that reads, rotates and is refused with the official SDK', async () => {
    const live = async () =>
      (await readEvents(data)).filter((event) => !isHistory(event, started) && event['device_name'])
    const events = await eventually(live, (found) => {
      const names = new Set(found.map(({ audit_event }) => audit_event))
      return [
        'app_client_connected',
        'app_client_access',
        'app_client_record_update',
        'app_client_access_denied',
      ].every((name) => names.has(name))
    })
    expect(events.some((event) => event['client_version'] === 'ms17.5.0')).toBe(true)
  })

  test('proves itself as any other log does', async () => {
    const { verified } = await line.ask<{ verified: boolean }>('verify', '--data', data)
    expect(verified).toBe(true)
  })
})

describe('--demo is refused', () => {
  const refusalOf = (changed: Record<string, unknown>) =>
    serve(readConfig({ ...flags(join(parent, 'another')), ...changed }, {})).catch((error) => error)

  test('on a folder that is not empty, and leaves it as it is', async () => {
    const folder = join(parent, 'used')
    await mkdir(folder)
    await writeFile(join(folder, 'notes.txt'), 'mine')
    expect(await refusalOf({ data: folder })).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining(`fills a new data folder, and ${folder} is not empty`),
    })
    expect(await readdir(folder)).toEqual(['notes.txt'])
  })

  test('on an address that others reach, and makes no folder', async () => {
    expect(await refusalOf({ listen: '0.0.0.0:0' })).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('listens on loopback only: leave out --listen 0.0.0.0:0'),
    })
    expect(await readdir(parent)).not.toContain('another')
  })

  test('with a database that may hold something', async () => {
    expect(await refusalOf({ databaseUrl: 'postgres://db.example.com/keepwatch' })).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('leave out --database-url'),
    })
  })
})

test('a server that is stopped while the history is told stops, says up to when it is told, and leaves a log that holds', async () => {
  const folder = join(parent, 'stopped')
  const server = await serve(readConfig({ ...flags(folder), demoDays: 90 }, {}))
  await server.stop()
  expect(await server.demo?.told).toMatch(/^The history was stopped at .*Z and is not continued\.$/)
  const { verified } = await line.ask<{ verified: boolean }>('verify', '--data', folder)
  expect(verified).toBe(true)
})
