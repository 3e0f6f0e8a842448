import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { deviceReads, numbered } from '../support/device-reads.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startPeer } from '../support/peer.ts'
import { type Received, type Receiver, startReceiver } from '../support/receiver.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** `audit-log` to everything but `json`: every event once, in order, and never a run that says less than the truth. */

type Event = Readonly<Record<string, string | number>> & { readonly seq: number }
type Sent = {
  readonly to: string
  readonly exported: number
  readonly first_seq: number | null
  readonly last_seq: number | null
  readonly refused: readonly { readonly seq: number }[]
}

let server: TestServer
let owner: CommandLine
let receiver: Receiver
let folder: string

beforeAll(async () => {
  const at = new Date('2026-11-20T10:00:00.750Z')
  const fill = deviceReads({ devices: numbered('device', 2_500), at })
  server = await startServer({ flags: { tls: 'off' }, fill })
  owner = await ownerOf(server)
  receiver = await startReceiver()
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-audit-log-'))
})

beforeEach(() => receiver.answerWith(() => ({ status: 200, body: '{"text":"Success","code":0}' })))

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await receiver.stop()
  await rm(folder, { recursive: true })
})

const splunk = (path: string) => [
  '--target',
  'splunk',
  '--url',
  `${receiver.url}${path}`,
  '--token',
  'hec',
]

const auditLog = (...flags: readonly string[]) => owner.ask<Sent>('audit-log', ...flags)

/** What a receiver has accepted, by the path that a test sends to. */
const bodiesAt = (path: string, status = (_: Received) => 200) =>
  receiver.received.filter((one) => one.path.startsWith(path) && status(one) === 200)

const splunkEvents = (path: string, status?: (one: Received) => number): readonly Event[] =>
  bodiesAt(path, status).flatMap(({ body }) =>
    body
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).event),
  )

const isDense = (events: readonly Event[]) => events.every(({ seq }, at) => seq === at)

test('Splunk gets every event once and in order, 2,500 of them in one second, as Commander’s rows', async () => {
  const first = await auditLog(...splunk('/once'))
  expect(first).toMatchObject({ first_seq: 0, last_seq: first.exported - 1, refused: [] })
  await owner.ask('record', 'add', '--title', 'Printer')
  const second = await auditLog(...splunk('/once'))
  const events = splunkEvents('/once')
  expect(events).toHaveLength(first.exported + second.exported)
  expect(isDense(events)).toBe(true)
  expect(events[0]).toMatchObject({
    audit_event_type: 'app_client_access',
    ip_address: '203.0.113.9',
    username: 'owner@example.com',
    timestamp: '2026-11-20T10:00:00Z',
    device_name: 'device-0',
  })
  expect(bodiesAt('/once')[0]?.headers.authorization).toBe('Splunk hec')
  expect(bodiesAt('/once')[0]?.path).toBe('/once/services/collector/event')
})

test('what was sent can be held against the log', async () => {
  await auditLog(...splunk('/proof'))
  const file = join(folder, 'proof.ndjson')
  await writeFile(
    file,
    splunkEvents('/proof')
      .map((event) => JSON.stringify(event))
      .join('\n'),
  )
  const { code, stderr } = await owner.keepwatch('reconcile', '--export', file)
  expect({ code, stderr }).toMatchObject({ code: 0 })
})

test('a part that is turned away once is sent again in the same run', async () => {
  let requests = 0
  const status = vi.fn<(one: Received) => number>(() => (++requests === 2 ? 503 : 200))
  const answers = new Map<Received, number>()
  receiver.answerWith((one) => {
    answers.set(one, status(one))
    return { status: answers.get(one) ?? 0, body: '{"text":"Success","code":0}' }
  })
  const { exported } = await auditLog(...splunk('/again'))
  const events = splunkEvents('/again', (one) => answers.get(one) ?? 0)
  expect(events).toHaveLength(exported)
  expect(isDense(events)).toBe(true)
})

test('a run that cannot deliver everything says so with exit code 1, and the next one sends the rest', async () => {
  let requests = 0
  receiver.answerWith(() =>
    ++requests > 1
      ? { status: 503, headers: { 'retry-after': '120' }, body: 'maintenance' }
      : { status: 200, body: '{"text":"Success","code":0}' },
  )
  const cut = await owner.keepwatch('audit-log', ...splunk('/cut'), '--format', 'json')
  expect(cut.code).toBe(1)
  const { exported, last_seq } = cut.json<Sent>()
  expect(cut.stderr).toContain(`sent up to event ${last_seq}, and the next run goes on there`)
  expect(cut.stderr).toContain('maintenance')
  expect(exported).toBeGreaterThan(0)

  receiver.answerWith(() => ({ status: 200, body: '{"text":"Success","code":0}' }))
  const rest = await auditLog(...splunk('/cut'))
  expect(rest.first_seq).toBe((last_seq ?? 0) + 1)
  const seqs = new Set(splunkEvents('/cut').map(({ seq }) => seq))
  expect(seqs.size).toBe(exported + rest.exported)
})

test('an event that is refused for good is named, does not stand in the way, and is tried again in the next run', async () => {
  const refusesOne = ({ body }: Received) =>
    body.includes('"device-7"')
      ? { status: 400, body: '{"text":"Invalid data format","code":6}' }
      : { status: 200, body: '{"text":"Success","code":0}' }
  receiver.answerWith(refusesOne)
  const picky = await owner.keepwatch('audit-log', ...splunk('/picky'), '--format', 'json')
  expect(picky.code).toBe(1)
  expect(picky.json<Sent>().refused).toMatchObject([{ seq: 7 }])
  expect(picky.stderr).toContain('event 7 was refused: Splunk: Invalid data format (code 6)')

  expect(await owner.keepwatch('audit-log', ...splunk('/picky'))).toMatchObject({ code: 1 })
  receiver.answerWith(() => ({ status: 200, body: '{"text":"Success","code":0}' }))
  const { first_seq, refused } = await auditLog(...splunk('/picky'))
  expect({ first_seq, refused }).toEqual({ first_seq: 7, refused: [] })
})

test('a wrong token ends the run before anything is lost', async () => {
  receiver.answerWith(() => ({ status: 403, body: '{"text":"Invalid token","code":4}' }))
  const answer = await owner.keepwatch('audit-log', ...splunk('/token'))
  expect(answer.code).toBe(1)
  expect(answer.stderr).toContain(
    'nothing was sent, and the next run goes on there: Splunk: Invalid token',
  )
  receiver.answerWith(() => ({ status: 200, body: '{"text":"Success","code":0}' }))
  expect((await auditLog(...splunk('/token'))).first_seq).toBe(0)
})

test('syslog over TCP counts octets, not characters', async () => {
  await owner.ask('record', 'add', '--title', 'Zürich 🔑')
  const peer = await startPeer()
  const place = ['--syslog-host', '127.0.0.1', '--syslog-port', String(peer.port)]
  const { exported } = await auditLog('--target', 'syslog-port', ...place, '--octet-counting')
  const frames: string[] = []
  await vi.waitFor(() => {
    frames.length = 0
    let bytes = peer.received()
    while (bytes.length > 0) {
      const space = bytes.indexOf(' ')
      const end = space + 1 + Number(bytes.subarray(0, space))
      frames.push(bytes.subarray(space + 1, end).toString())
      bytes = bytes.subarray(end)
    }
    expect(frames).toHaveLength(exported)
  })
  expect(frames.every((frame) => /^<\d+>1 \S+ \S+ keepwatch - \S+ \[/.test(frame))).toBe(true)
  await peer.stop()
})

test.each(['events.log', 'events.log.gz'])(
  'a syslog file grows by a line an event: %s',
  async (name) => {
    const file = join(folder, name)
    const { exported: first } = await auditLog('--target', 'syslog', '--file-path', file)
    await owner.ask('record', 'add', '--title', 'Scanner')
    const { exported: second } = await auditLog('--target', 'syslog', '--file-path', file)
    const bytes = await readFile(file)
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
    const seqs = text
      .trimEnd()
      .split('\n')
      .map((line) => Number(/ seq="(\d+)"/.exec(line)?.[1]))
    expect(seqs).toEqual(Array.from({ length: first + second }, (_, seq) => seq))
  },
)

test('Sumo Logic stands in a record under Commander’s title, and names can be hidden, in sentences too', async () => {
  const add = ['record', 'add', '--type', 'login', '--field', `url=${receiver.url}/sumo`]
  await owner.ask(...add, '--title', 'Audit Log: Sumologic')
  await owner.ask('record', 'add', '--title', 'Hidden')
  const { to } = await auditLog('--target', 'sumo', '--anonymize')
  const text = bodiesAt('/sumo')
    .map(({ body }) => body)
    .join('')
  expect(text).toContain('user-')
  expect(text).not.toContain('owner@example.com')
  expect(to).toMatch(/^sumo sha256:/)
})

test('Azure’s older API gets a signature over the length in bytes', async () => {
  const key = Buffer.alloc(64, 3).toString('base64')
  const flags = ['--workspace-id', 'my-workspace', '--workspace-key', key]
  await auditLog('--target', 'azure-la', ...flags, '--set', `url=${receiver.url}/azure`)
  const { headers, body } = bodiesAt('/azure')[0] as Received
  const signed = `POST\n${Buffer.byteLength(body)}\napplication/json\nx-ms-date:${headers['x-ms-date']}\n/api/logs`
  const mark = createHmac('sha256', Buffer.from(key, 'base64')).update(signed).digest('base64')
  expect(headers.authorization).toBe(`SharedKey my-workspace:${mark}`)
  expect(headers['log-type']).toBe('Keeper')
  expect(JSON.parse(body)[0]).toMatchObject({ audit_event_type: 'app_client_access' })
})

test('every kind of target will do, with the settings of continuous exports', async () => {
  receiver.answerWith(() => ({ status: 204 }))
  const settings = ['--set', `url=${receiver.url}`, '--set', 'labels=job=audit']
  const { exported } = await auditLog('--target', 'loki', ...settings, '--days', '1')
  const lines = bodiesAt('/loki').flatMap(({ body }) => JSON.parse(body).streams[0].values)
  expect(lines).toHaveLength(exported)
})

test.each([
  [['--target', 'splunkk'], 'there is no target splunkk: there are json, syslog, splunk'],
  [['--target', 'splunk', '--ignore-certificate-errors'], 'certificates are always verified'],
  [['--target', 'splunk', '--node-id', '1'], 'one organisation has no nodes'],
  [['--target', 'splunk', '--file-path', 'x'], '--target splunk writes no file'],
  [['--target', 'syslog-port', '--url', 'ftp://x'], 'syslogs://HOST:PORT is one'],
  [
    ['--target', 'elastic', '--set', 'url=https://x.example'],
    'the target’s settings: api_key is missing: API key, encoded',
  ],
])('%j is a wrong usage', async (flags, sentence) => {
  const { code, stderr } = await owner.keepwatch('audit-log', ...flags)
  expect(code).toBe(2)
  expect(stderr).toContain(sentence)
})

test('without a record and without flags a run says what is missing', async () => {
  const { code, stderr } = await owner.keepwatch('audit-log', '--target', 'azure-la')
  expect(code).toBe(1)
  expect(stderr).toContain('there is no record "Audit Log: Azure Log Analytics" in your vault')
})
