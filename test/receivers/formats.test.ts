import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExportFormat } from '../../src/exports/format.ts'
import { cef } from '../../src/exports/formats/cef.ts'
import { csv } from '../../src/exports/formats/csv.ts'
import { gelf } from '../../src/exports/formats/gelf.ts'
import { leef } from '../../src/exports/formats/leef.ts'
import { ocsf } from '../../src/exports/formats/ocsf.ts'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import { otlpHttp } from '../../src/exports/targets/otlp-http.ts'
import { syslog as syslogTarget } from '../../src/exports/targets/syslog.ts'
import { asUnit } from '../../src/exports/unit-of.ts'
import { testTools } from '../support/answer-table.ts'
import { anyOutgoingEvent } from '../support/any-outgoing-event.ts'
import { startPeer } from '../support/peer.ts'
import { type Received, startReceiver } from '../support/receiver.ts'

/**
 * Random events, read by parsers that we did not write: 2,000 a format, 100,000 with `--full`. Two CEF parsers, the published schema
 * of OCSF, OpenTelemetry's messages, Python's CSV reader, and a strict RFC 5424 parser in Go. Graylog's own reader of
 * GELF in Go. LEEF has none that is kept: its reader follows IBM's document alone. ECS has a file of its own.
 */

const count = process.env['KEEPWATCH_FAULTS'] === 'full' ? 100_000 : 2_000
const origin = { host: 'vault.example.com', version: '0.1.0' }
const run = promisify(execFile)

let scratch: string
let python: string
let strict: string
let graylog: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-format-judges-'))
  python = join(scratch, 'python/bin/python')
  strict = join(scratch, 'strict-rfc5424')
  const requirements = join(import.meta.dirname, 'format-judge/requirements.txt')
  await run('python3', ['-m', 'venv', join(scratch, 'python')])
  await run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements])
  const source = join(import.meta.dirname, 'strict-rfc5424')
  await run('go', ['build', '-o', strict, '.'], { cwd: source })
  graylog = join(scratch, 'gelf-reader')
  await run('go', ['build', '-o', graylog, '.'], { cwd: join(import.meta.dirname, 'gelf-reader') })
}, 300_000)

afterAll(() => rm(scratch, { recursive: true }))

const seed = Date.now() % 2 ** 31
const events = fc.sample(anyOutgoingEvent, { numRuns: count, seed })
const perFormat = { timeout: 600_000 }

/** Runs a judge over an input; fails with what it has against it. */
async function judged(program: string, argv: readonly string[], input: string): Promise<string> {
  const judge = spawn(program, argv, { stdio: ['pipe', 'pipe', 'pipe'] })
  judge.stdin.on('error', () => {})
  judge.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([
    text(judge.stdout),
    text(judge.stderr),
    new Promise((resolve) => judge.once('close', resolve)),
  ])
  expect({ code, stderr: stderr.slice(0, 5_000) }, `seed ${seed}`).toEqual({ code: 0, stderr: '' })
  return stdout
}

type Meaning = (event: OutgoingEvent) => Readonly<Record<string, unknown>>

function pythonJudge(format: ExportFormat, meaning: Meaning): Promise<string> {
  const head = format.head === undefined ? '' : `${format.head}\r\n`
  const lines = events.map((event) =>
    JSON.stringify([head + format.line(event, origin), meaning(event)]),
  )
  const script = join(import.meta.dirname, 'format-judge/format_judge.py')
  return judged(python, ['-W', 'ignore', script, format.name], `${lines.join('\n')}\n`)
}

const given = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, String(value)]),
  )

test('two CEF parsers find every field, and nothing that a value made up', perFormat, async () => {
  const verdict = await pythonJudge(cef, (event) =>
    given({
      cs1: event.leaf_hash,
      cn1: event.seq,
      suser: event.username,
      msg: event.message,
      deviceName: event['device_name'],
      secretUid: event['secret_uid'],
    }),
  )
  expect(Number(verdict)).toBe(count)
})

test('a reader after IBM’s document finds every attribute of LEEF', perFormat, async () => {
  const plain = (text: unknown) => String(text).replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
  const verdict = await pythonJudge(leef, (event) => ({
    seq: String(event.seq),
    leaf_hash: event.leaf_hash,
    usrName: plain(event.username),
    device_name: plain(event['device_name']),
    msg: plain(event.message),
  }))
  expect(Number(verdict)).toBe(count)
})

test('a reader after Graylog’s document takes every GELF message', perFormat, async () => {
  const verdict = await pythonJudge(gelf, ({ seq, leaf_hash, username, message }) => ({
    _seq: seq,
    _leaf_hash: leaf_hash,
    _username: username,
    short_message: message,
  }))
  expect(Number(verdict)).toBe(count)
})

test('Graylog’s own reader gives every GELF message back', perFormat, async () => {
  const lines = events.map((event) => gelf.line(event, origin)).join('\n')
  const read = (await judged(graylog, [], `${lines}\n`)).trimEnd().split('\n')
  expect(read).toHaveLength(count)
  for (const [at, line] of read.entries()) {
    const { version, short_message, extra } = JSON.parse(line)
    const event = events[at]
    expect({ version, short_message, extra }, `seed ${seed}`).toMatchObject({
      ...{ version: '1.1', short_message: event?.message },
      extra: {
        ...{ _seq: event?.seq, _leaf_hash: event?.leaf_hash, _username: event?.username },
        _device_name: event?.['device_name'],
      },
    })
  }
})

test('every OCSF event is valid by the published schema', perFormat, async () => {
  const verdict = await pythonJudge(ocsf, ({ event_id: uid, message }) => ({ uid, message }))
  expect(Number(verdict)).toBe(count)
})

const encodings = ['protobuf', 'json']

test.each(encodings)(
  'OpenTelemetry’s own messages read every request in %s',
  perFormat,
  async (encoding) => {
    const receiver = await startReceiver()
    const settings = otlpHttp.settings.parse({ url: receiver.url, encoding })
    const sender = otlpHttp.open(settings, testTools)
    const lines: string[] = []
    for (let at = 0; at < events.length; at += 500) {
      const part = events.slice(at, at + 500)
      const units = part.map((event) => asUnit(event, otlpHttp.line(event, settings, testTools)))
      await sender.send(units, AbortSignal.timeout(60_000))
      const wanted = part.map(({ seq, leaf_hash, message, timestamp, audit_event: event }) => ({
        ...{ seq, leaf_hash, message, ms: Date.parse(timestamp), event },
      }))
      const { bytes } = receiver.received.at(-1) as Received
      const body = encoding === 'json' ? bytes.toString() : bytes.toString('base64')
      lines.push(JSON.stringify([body, wanted]))
    }
    await sender.close()
    await receiver.stop()
    const script = join(import.meta.dirname, 'format-judge/format_judge.py')
    const verdict = await judged(python, ['-W', 'ignore', script, 'otlp'], `${lines.join('\n')}\n`)
    expect(Number(verdict)).toBe(Math.ceil(count / 500))
  },
)

test('a CSV reader finds every cell, and none is a formula', perFormat, async () => {
  const verdict = await pythonJudge(csv, (event) =>
    given({ username: event.username, message: event.message, leaf_hash: event.leaf_hash }),
  )
  expect(Number(verdict)).toBe(count)
})

/** What the syslog target writes into a connection. */
async function written(): Promise<string> {
  const peer = await startPeer()
  const place = { host: '127.0.0.1', port: peer.port, transport: 'tcp' }
  const settings = syslogTarget.settings.parse(place)
  const sender = syslogTarget.open(settings, testTools)
  const batch = 2_000
  for (let at = 0; at < count; at += batch) {
    const units = events
      .slice(at, at + batch)
      .map((event) => asUnit(event, syslogTarget.line(event, settings, testTools)))
    expect(await sender.send(units, AbortSignal.timeout(60_000))).toEqual({ kind: 'done' })
  }
  await sender.close()
  return peer.received().toString()
}

test(
  'a strict RFC 5424 parser accepts every frame that is sent and gives the event back',
  perFormat,
  async () => {
    const lines = (await judged(strict, [], await written())).trimEnd().split('\n')
    expect(lines).toHaveLength(count)
    for (const [at, line] of lines.entries()) {
      const { data, message } = JSON.parse(line)
      const event = events[at]
      const { seq, leaf_hash } = data['keepwatch@32473']
      expect({ seq, leaf_hash }).toEqual({ seq: String(event?.seq), leaf_hash: event?.leaf_hash })
      expect(JSON.parse(message)).toEqual(event)
    }
  },
)
