import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { engineOf } from '../../src/engine-of.ts'
import { loadCatalog } from '../../src/events/catalog.ts'
import { projectionPlan } from '../../src/open-projection.ts'
import { type Running, serve } from '../../src/serve.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { type Analytics, startClickhouse } from './support/analytics.ts'

/** A server whose reports a real ClickHouse answers, over TLS: it goes away and comes back, and is checked and made anew. */

const email = 'owner@example.com'
let analytics: Analytics
let data: string
let running: Running
let owner: CommandLine

const place = (): { analyticsUrl?: string | undefined; analyticsCa?: string | undefined } => ({
  analyticsUrl: analytics.secure?.url,
  analyticsCa: analytics.secure?.ca,
})
const start = () =>
  serve(readConfig({ data, listen: '127.0.0.1:0', tls: 'off', logLevel: 'silent', ...place() }, {}))

beforeAll(async () => {
  analytics = await startClickhouse()
  data = await mkdtemp(join(tmpdir(), 'keepwatch-clickhouse-'))
  running = await start()
  owner = await commandLine(running, email)
  const setup = ['--name', 'Example', '--setup-code', running.setupCode?.code ?? '']
  await owner.ask('account', 'create', '--email', email, ...setup)
  await owner.keepwatch('login')
})

afterEach(() => vi.unstubAllEnvs())

afterAll(async () => {
  await analytics.stop()
  await owner.remove()
  await rm(data, { recursive: true, force: true })
})

const report = ['audit-report', '--report-type', 'span', '--columns', 'username']
const byName = () => owner.ask<{ username: string; occurrences: number }[]>(...report)

/** Commands without a server find ClickHouse where the server's environment says. */
function nameIt(): void {
  vi.stubEnv('KEEPWATCH_ANALYTICS_URL', place().analyticsUrl)
  vi.stubEnv('KEEPWATCH_ANALYTICS_CA', place().analyticsCa)
}

const events = async () => (await byName()).reduce((sum, { occurrences }) => sum + occurrences, 0)

test('a report is answered by it, and the data folder holds no columns', async () => {
  const rows = await byName()
  expect(rows.map(({ username }) => username)).toContain(email)
  expect(existsSync(join(data, 'projection'))).toBe(false)
})

test('while it is away a report says so, everything else goes on, and reports come back by themselves', async () => {
  const before = await events()
  await analytics.program.kill('SIGKILL')
  const { code, stderr } = await owner.keepwatch(...report)
  expect(code).toBe(1)
  expect(stderr).toContain('Reports are answered by ClickHouse, which cannot be reached')
  expect(stderr).not.toContain('hush')
  expect((await owner.keepwatch('audit-report', '--limit', '5')).code).toBe(0)
  expect((await owner.keepwatch('token', 'list')).code).toBe(0)
  await analytics.program.restart()
  expect(await events()).toBeGreaterThan(before)
})

test.each([
  [
    'a certificate that nobody we know has signed',
    () => ({ analyticsCa: undefined }),
    'cannot be reached (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
  ],
  [
    'a wrong password',
    () => ({ analyticsUrl: place().analyticsUrl?.replace('hush', 'wrong') }),
    'the password is wrong: mend --analytics-url',
  ],
  [
    'a database that is not there',
    () => ({ analyticsUrl: `${place().analyticsUrl}/nowhere` }),
    'the database is not there: make it, or name another one in --analytics-url',
  ],
])('%s is told', async (_, wrong, says) => {
  const engine = await engineOf(readConfig({ data, ...place(), ...wrong() }, {}))
  const { layout } = projectionPlan(await loadCatalog())
  await expect(engine.openToRead(layout)).rejects.toMatchObject({
    kind: 'busy',
    message: expect.stringContaining(says),
  })
})

test('the address is https, or of this machine, or says that it may be read on the way', () => {
  const read = (analyticsUrl: string) => readConfig({ data, analyticsUrl }, {}).analyticsUrl
  expect(() => read('http://clickhouse.example.com')).toThrow('--analytics-url: expected https://')
  expect(() => read('https://clickhouse.example.com/a;b')).toThrow('--analytics-url: expected')
  expect(read('http://k:p%40ss@clickhouse:8123/reports?ignoreTLS=true')).toEqual({
    url: 'http://clickhouse:8123',
    database: 'reports',
    username: 'k',
    password: 'p@ss',
  })
})

test('verify holds it against the log, also while the server runs', async () => {
  nameIt()
  await events()
  const { projection } = await owner.ask<{ projection: string }>('verify', '--data', data)
  expect(projection).toMatch(/^agrees in \d+ events$/)
})

test('a command makes it anew from the log, once the server is stopped', async () => {
  nameIt()
  await running.stop()
  const { events: made } = await owner.ask<{ events: number }>(
    'projection',
    'rebuild',
    '--data',
    data,
  )
  const checked = await owner.ask<{ projection: string }>('projection', 'check', '--data', data)
  expect(checked.projection).toBe(`agrees in ${made} events`)
})
