import { execFile, spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TargetType, Unit } from '../../src/exports/target.ts'
import { azureLogs } from '../../src/exports/targets/azure-logs.ts'
import { clickhouse } from '../../src/exports/targets/clickhouse.ts'
import { datadog } from '../../src/exports/targets/datadog.ts'
import { elastic } from '../../src/exports/targets/elastic.ts'
import { splunkHec } from '../../src/exports/targets/splunk-hec.ts'
import { testTools, unitsOf } from '../support/answer-table.ts'
import { type Answer, type Received, type Receiver, startReceiver } from '../support/receiver.ts'

/** What we send by hand, held against what the vendor's own client sends for the same events. */

const run = promisify(execFile)

let clients: string
let receiver: Receiver

beforeAll(async () => {
  clients = await mkdtemp(join(tmpdir(), 'keepwatch-vendor-clients-'))
  await cp(join(import.meta.dirname, 'vendor-clients'), clients, { recursive: true })
  await run('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: clients })
  receiver = await startReceiver()
}, 300_000)

afterAll(async () => {
  await receiver.stop()
  await rm(clients, { recursive: true })
})

beforeEach(() => receiver.answerWith(() => ({ status: 200 })))

const count = 50

const eventsOf = (kind: TargetType, given: Readonly<Record<string, unknown>>) => {
  const settings = kind.settings.parse(given)
  return { settings, units: unitsOf(kind, settings, { count }) }
}

/** The request with the events in it. */
const lastOf = (path: RegExp) =>
  receiver.received.findLast((one) => path.test(one.path)) as Received

async function ours(kind: TargetType, { settings, units }: ReturnType<typeof eventsOf>) {
  const sender = kind.open(settings, testTools)
  const verdict = await sender.send(units, AbortSignal.timeout(20_000))
  await sender.close()
  expect(verdict).toMatchObject({ kind: 'done' })
}

async function theirs(name: string, input: object) {
  const script = join(clients, 'send.mjs')
  const client = spawn(process.execPath, [script, name], { stdio: ['pipe', 'ignore', 'pipe'] })
  client.stdin.end(JSON.stringify({ url: receiver.url, ...input }))
  const [stderr, code] = await Promise.all([
    text(client.stderr),
    new Promise((resolve) => client.once('close', resolve)),
  ])
  expect({ code, stderr: stderr.slice(0, 2_000) }).toMatchObject({ code: 0 })
}

const linesOf = ({ body }: Received) =>
  body
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

const parsed = (units: readonly Unit[]) => units.map((unit) => JSON.parse(unit.text))

const answerJson = (status: number, body: unknown, headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

test('Elasticsearch: the same path, key and lines as its own client', async () => {
  const items = Array.from({ length: count }, () => ({ create: { status: 201 } }))
  const product = { 'x-elastic-product': 'Elasticsearch' }
  receiver.answerWith(() => answerJson(200, { errors: false, took: 1, items }, product))
  const index = 'logs-keepwatch.audit-default'
  const sent = eventsOf(elastic, { url: receiver.url, api_key: 'a-key' })
  await ours(elastic, sent)
  const mine = lastOf(/_bulk/)
  await theirs('elastic', { apiKey: 'a-key', index, operations: linesOf(mine) })
  const other = lastOf(/_bulk/)
  expect(other).not.toBe(mine)
  expect({ method: mine.method, path: mine.path }).toEqual({
    method: other.method,
    path: other.path,
  })
  expect(mine.headers.authorization).toBe(other.headers.authorization)
  expect(linesOf(mine)).toEqual(linesOf(other))
  expect(other.headers['content-type']).toContain('x-ndjson')
  expect(mine.headers['content-type']).toContain('x-ndjson')
})

test('Datadog: the same path, header and logs as its own client', async () => {
  receiver.answerWith(() => answerJson(202, {}))
  const sent = eventsOf(datadog, { url: receiver.url, api_key: 'a-key', tags: 'env:test' })
  await ours(datadog, sent)
  const mine = lastOf(/logs/)
  await theirs('datadog', { apiKey: 'a-key', logs: parsed(sent.units) })
  const other = lastOf(/logs/)
  expect(other).not.toBe(mine)
  for (const name of ['method', 'path'] as const) expect(mine[name]).toBe(other[name])
  for (const name of ['dd-api-key', 'content-type'])
    expect(mine.headers[name]).toBe(other.headers[name])
  expect(JSON.parse(mine.body)).toEqual(JSON.parse(other.body))
})

test('Azure Monitor: the same path, version and rows as its own client', async () => {
  receiver.answerWith(({ path }) =>
    path.includes('/token') ? answerJson(200, { access_token: 'a-token' }) : { status: 204 },
  )
  const [rule, stream] = ['dcr-0123456789abcdef0123456789abcdef', 'Custom-Events']
  const sent = eventsOf(azureLogs, {
    ...{ endpoint: receiver.url, authority: receiver.url, rule, stream },
    ...{ tenant: 'tenant', client_id: 'client', client_secret: 'secret' },
  })
  await ours(azureLogs, sent)
  const mine = lastOf(/dataCollectionRules/)
  await theirs('azure', {
    ...{ endpoint: 'https://dce.example.com', rule, stream, rows: parsed(sent.units) },
  })
  const other = lastOf(/dataCollectionRules/)
  expect(other).not.toBe(mine)
  expect(mine.method).toBe(other.method)
  expect(mine.path).toBe(decodeURIComponent(other.path))
  expect(mine.headers.authorization).toBe(other.headers.authorization)
  expect(mine.headers['content-type']).toBe(other.headers['content-type'])
  expect(JSON.parse(mine.body)).toEqual(JSON.parse(other.body))
})

test('ClickHouse: the same statement, settings and rows as its own client', async () => {
  const sent = eventsOf(clickhouse, {
    ...{ url: receiver.url, username: 'keepwatch', password: 'secret' },
  })
  await ours(clickhouse, sent)
  const mine = lastOf(/INSERT/)
  const asked = new URL(mine.path, receiver.url).searchParams
  const { query, ...settings } = Object.fromEntries(asked)
  await theirs('clickhouse', {
    ...{ username: 'keepwatch', password: 'secret', table: 'default.keepwatch_events' },
    ...{ rows: parsed(sent.units), settings },
  })
  const other = lastOf(/INSERT/)
  expect(other).not.toBe(mine)
  const theirQuery = new URL(other.path, receiver.url).searchParams
  expect(theirQuery.get('query')?.trim()).toBe(query)
  for (const [name, value] of Object.entries(settings)) expect(theirQuery.get(name)).toBe(value)
  expect(linesOf(mine)).toEqual(linesOf(other))
})

test('Splunk: the same collector, token and envelopes as its own client, and the events as they are', async () => {
  receiver.answerWith(() => answerJson(200, { text: 'Success', code: 0 }))
  const sent = eventsOf(splunkHec, { url: receiver.url, token: 'a-token', index: 'security' })
  await ours(splunkHec, sent)
  const mine = lastOf(/collector/)
  const envelopes = parsed(sent.units).map(({ fields: _, ...envelope }) => envelope)
  await theirs('splunk', { token: 'a-token', events: envelopes })
  const other = lastOf(/collector/)
  expect(other).not.toBe(mine)
  expect(other.path).toBe(`${mine.path}/1.0`)
  expect(mine.headers.authorization).toBe(other.headers.authorization)
  const open = ({ body }: Received) =>
    body
      .replaceAll('}{', '}\n{')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  const shapes = open(other).map(({ time, event, ...rest }) => ({
    ...rest,
    time: Number(time),
    event: event.message,
  }))
  expect(open(mine).map(({ fields: _, ...envelope }) => envelope)).toEqual(shapes)
})
