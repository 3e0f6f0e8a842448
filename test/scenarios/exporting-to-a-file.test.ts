import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { deviceReads, numbered } from '../support/device-reads.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** `audit-log --target json`: every event once, whatever happens between the runs. */

type Exported = Readonly<Record<string, string | number>> & { readonly seq: number }
type Sent = { readonly exported: number; readonly last_seq: number | null; readonly file: string }

let server: TestServer
let owner: CommandLine
let folder: string
let file: string
let files = 0

beforeAll(async () => {
  const at = new Date('2026-11-20T10:00:00.750Z')
  const fill = deviceReads({ devices: numbered('device', 2_500), at })
  server = await startServer({ flags: { tls: 'off' }, fill })
  owner = await ownerOf(server)
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-export-'))
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await rm(folder, { recursive: true })
})

beforeEach(() => {
  files += 1
  file = join(folder, `audit-${files}.json`)
})

const auditLog = (...flags: readonly string[]) =>
  owner.ask<Sent>('audit-log', '--target', 'json', '--file-path', file, ...flags)

const exported = async (): Promise<readonly Exported[]> => JSON.parse(await readFile(file, 'utf8'))

const isDense = (events: readonly Exported[]) =>
  events.every(({ seq }, index) => seq === (events[0]?.seq ?? 0) + index)

test('two runs export every event once, 2,500 of them in one second', async () => {
  const first = await auditLog()
  expect(first).toEqual({
    target: 'json',
    file,
    exported: first.exported,
    last_seq: first.exported - 1,
  })
  await owner.ask('record', 'add', '--title', 'Printer')
  const second = await auditLog()
  const events = await exported()
  expect(events).toHaveLength(first.exported + second.exported)
  expect(events[0]?.seq).toBe(0)
  expect(isDense(events)).toBe(true)
  expect(
    events.filter(({ audit_event_type }) => audit_event_type === 'app_client_access'),
  ).toHaveLength(2_500)
})

test('an exported event has Commander’s fields, whole seconds and no message', async () => {
  await auditLog()
  const [event] = await exported()
  expect(event).toMatchObject({
    seq: 0,
    timestamp: '2026-11-20T10:00:00Z',
    audit_event_type: 'app_client_access',
    username: 'owner@example.com',
    ip_address: '203.0.113.9',
    device_name: 'device-0',
  })
  for (const column of ['id', 'created', 'message']) expect(event).not.toHaveProperty(column)
})

test('a run that was cut between the file and the position neither loses nor repeats', async () => {
  const { exported: before } = await auditLog()
  await rm(join(owner.home, 'audit-log.json'))
  const { exported: more } = await auditLog()
  const events = await exported()
  expect(events).toHaveLength(before + more)
  expect(isDense(events)).toBe(true)
})

test('when the file was moved away, the next run goes on in a new one', async () => {
  const { last_seq } = await auditLog()
  await rename(file, `${file}.1`)
  await auditLog()
  expect((await exported())[0]?.seq).toBe((last_seq ?? 0) + 1)
})

test('a file that Commander wrote is extended behind what it holds', async () => {
  await writeFile(file, '[{"audit_event_type": "login", "timestamp": "2026-11-01T00:00:00Z"}]')
  await auditLog('--shared-folder-uid', 'qZ3vYkT0R1mXcW9dLhPb2B')
  const { exported: sent } = await auditLog()
  const events = await exported()
  expect(events[0]).toEqual({ audit_event_type: 'login', timestamp: '2026-11-01T00:00:00Z' })
  expect(events).toHaveLength(sent + 1)
})

test.each(['{"not": "an array"}', 'text', '[{"cut": 1}, '])(
  'a file that holds something else is left as it is: %s',
  async (content) => {
    await writeFile(file, content)
    const answer = await owner.keepwatch('audit-log', '--target', 'json', '--file-path', file)
    expect(answer.code).toBe(2)
    expect(answer.stderr).toContain('does not hold an array of events: move it away')
    expect(await readFile(file, 'utf8')).toBe(content)
  },
)

test('a file that cannot be written is a failure, and the next run sends everything', async () => {
  const missing = join(folder, 'missing', 'audit.json')
  const answer = await owner.keepwatch('al', '--target', 'json', '--file-path', missing)
  expect(answer).toMatchObject({ code: 1, stdout: '' })
  expect(answer.stderr).toContain('the folder does not exist')
  await auditLog()
  expect((await exported())[0]?.seq).toBe(0)
})

test('--anonymize gives everybody the same pseudonym in every run, and keeps addresses', async () => {
  await auditLog('--anonymize')
  await owner.ask('record', 'add', '--title', 'Printer')
  await auditLog('--anonymize')
  const events = await exported()
  const names = new Set(events.map(({ username }) => username).filter((name) => name !== undefined))
  expect(names.size).toBe(1)
  expect([...names][0]).toMatch(/^user-[0-9a-f]{24}$/)
  expect(events[0]).toMatchObject({ email: events[0]?.['username'], ip_address: '203.0.113.9' })
  expect(await readFile(file, 'utf8')).not.toContain('owner@example.com')
})

test('--days begins that long ago', async () => {
  await auditLog('--days', '1')
  const events = await exported()
  expect(events.length).toBeGreaterThan(0)
  expect(events.some(({ audit_event_type }) => audit_event_type === 'app_client_access')).toBe(
    Date.now() - Date.parse('2026-11-20T10:00:00Z') < 86_400_000,
  )
})

test('--last-event-time begins then, and not again with what the file has', async () => {
  await auditLog('--last-event-time', '2026-11-20T10:00:00Z')
  const { exported: more } = await auditLog('--last-event-time', '2026-11-20T10:00:00Z')
  const events = await exported()
  expect(isDense(events)).toBe(true)
  expect(more).toBeLessThan(10)
})

test('the file can stand in a record, found by Commander’s title or by another', async () => {
  const add = ['record', 'add', '--type', 'login', '--field', `login=${file}`]
  const { record_uid } = await owner.ask<{ record_uid: string }>(
    ...add,
    '--title',
    'Audit Log: JSON',
  )
  expect((await owner.ask<Sent>('audit-log', '--target', 'json')).file).toBe(file)
  expect(
    (await owner.ask<Sent>('al', '--target', 'json', '--record', record_uid)).exported,
  ).toBeGreaterThan(0)
  expect(isDense(await exported())).toBe(true)
  const missing = await owner.keepwatch('al', '--target', 'json', '--record', 'Nothing')
  expect(missing).toMatchObject({ code: 1 })
  expect(missing.stderr).toContain('name the file with --file-path')
})
