import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { serverSentEvents } from '../../src/client/server-sent-events.ts'
import type { ShownEvent } from '../../src/events/shown-event.ts'
import { type Api, api } from '../support/api.ts'
import { cuttableLine } from '../support/cuttable-line.ts'
import { deviceReads, numbered } from '../support/device-reads.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Events as they happen: over HTTP, and with `tail`. */

let server: TestServer
let owner: CommandLine
let http: Api

beforeAll(async () => {
  const at = new Date('2026-11-20T10:00:00Z')
  const fill = deviceReads({ devices: numbered('device', 1_200), at })
  server = await startServer({ flags: { tls: 'off' }, fill })
  owner = await ownerOf(server)
  http = await api(server, owner)
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

const addRecord = (title: string) => owner.ask('record', 'add', '--title', title)

/** The numbers of the next events of a stream; stops listening after `count`. */
async function take(response: Response, count: number): Promise<readonly number[]> {
  const found: number[] = []
  if (!response.body) throw new Error('there is no stream')
  for await (const { id, data } of serverSentEvents(response.body)) {
    if (data !== '') found.push(Number(id))
    if (found.length === count) break
  }
  return found
}

const isItsBeginning = (event: ShownEvent) => event['query'] === 'live events: event:record_add'

const from = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at)

test('a stream tells of what happens after it began, and begins with an event of its own', async () => {
  const stream = await http.fetch('/events/stream')
  expect(stream.headers.get('content-type')).toBe('text/event-stream')
  const before = (await server.events()).length
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'events_read',
    query: 'live events',
  })
  const told = take(stream, 1)
  await addRecord('Printer')
  expect(await told).toEqual([before])
})

test('a stream goes on behind Last-Event-ID, without a gap and without a repetition', async () => {
  const first = await take(await http.fetch('/events/stream?after=-1'), 700)
  const headers = { 'last-event-id': String(first.at(-1)) }
  const second = await take(await http.fetch('/events/stream', { headers }), 500)
  expect([...first, ...second]).toEqual(from(0, 1_200))
})

test('a filtered stream moves the reader on past what it does not want', async () => {
  const stream = await http.fetch('/events/stream?after=-1&device=device-3&device=device-1100')
  if (!stream.body) throw new Error('there is no stream')
  const ids: string[] = []
  const data: number[] = []
  for await (const message of serverSentEvents(stream.body)) {
    ids.push(message.id)
    if (message.data !== '') data.push(JSON.parse(message.data).seq)
    if (Number(message.id) >= 1_199) break
  }
  expect(data).toEqual([3, 1_100])
  expect(ids).toContain('499')
})

test.each([
  'after=-2',
  'after=x',
  'limit=5',
  'audit_event_type=%24%7Bx%7D',
  'q=seq:x',
  'q=limit:5',
])('a stream of ?%s is refused before it begins', async (query) => {
  expect(await http.get(`/events/stream?${query}`)).toMatchObject({ status: 400 })
})

test('a stream ends by itself when the server stops, and the server does not wait for it', async () => {
  const other = await startServer({ flags: { tls: 'off' } })
  const line = await ownerOf(other)
  const stream = await (await api(other, line)).fetch('/events/stream?after=-1')
  const text = stream.text()
  await other.stop()
  expect(await text).toContain('id: 0\ndata: {"seq":0')
  await line.remove()
})

test('a stream ends with the session of whoever reads it', async () => {
  const text = (await http.fetch('/events/stream')).text()
  await owner.keepwatch('logout')
  expect(await text).not.toContain('"audit_event":"logout"')
  await owner.keepwatch('login')
  http = await api(server, owner)
})

test('tail prints what happens later, one line each, and Ctrl-C ends it well', async () => {
  const tail = owner.start('tail', '--last', '1')
  await tail.prints('\n')
  await addRecord('Printer')
  const printed = await tail.prints('added record UID')
  tail.interrupt()
  expect(await tail.finished).toMatchObject({ code: 0, stderr: '' })
  expect(printed.split('\n').at(-2)).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00 {2}owner@example\.com {2}User owner@example\.com added record UID [\w-]{22}$/,
  )
})

test('tail --format ndjson prints events as they are, filtered by flags and by the text of a query', async () => {
  const tail = owner.start(
    ...['tail', '--since', '0', '--format', 'ndjson', '--event-type', 'app_client_access'],
    'device:device-119* -text:device-1197 seq:>=1198',
  )
  const printed = await tail.prints('device-1199 ')
  tail.interrupt()
  expect((await tail.finished).code).toBe(0)
  const events = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events.map(({ seq, device_name }) => [seq, device_name])).toEqual([
    [1_198, 'device-1198'],
    [1_199, 'device-1199'],
  ])
})

test('tail goes on where it was when the line is cut', async () => {
  const line = await cuttableLine(server.url)
  await owner.keepwatch('login', '--server', line.url)
  const tail = owner.start(
    'tail',
    '--server',
    line.url,
    '--event-type',
    'record_add',
    '--format',
    'ndjson',
  )
  await vi.waitUntil(async () => (await server.events()).some(isItsBeginning))
  await addRecord('One')
  await tail.prints('record_add')
  line.cut()
  await addRecord('Two')
  await addRecord('Three')
  await tail.prints('\n{')
  const added = (await server.events())
    .filter(({ audit_event }) => audit_event === 'record_add')
    .slice(-3)
  await tail.prints(String(added.at(-1)?.['record_uid']))
  tail.interrupt()
  const { code, stdout, stderr } = await tail.finished
  expect(code).toBe(0)
  expect(stderr).toMatch(/^Connection lost, trying again: /)
  const told = stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text).seq)
  expect(told).toEqual(added.map(({ seq }) => seq))
  await line.close()
})

test('tail --no-follow tells everything up to now, once, and ends', async () => {
  const all = await owner.keepwatch('tail', '--no-follow', '--format', 'ndjson')
  const seqs = all.stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { seq: number }).seq)

  expect(all.code).toBe(0)
  expect(seqs.length).toBeGreaterThan(1_200)
  expect(seqs).toEqual(from(0, seqs.length))
})
