import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { extractText } from 'unpdf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, api } from '../support/api.ts'
import { deviceReads, numbered } from '../support/device-reads.ts'
import { type CommandLine, commandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Who may read the log, what they get, and that reading is itself on the record. */

type Row = { readonly audit_event_type: string; readonly message: string }
type Event = { readonly seq: number; readonly audit_event: string; readonly message: string }
type Page = { readonly events: readonly Event[]; readonly next: number | null }

const inOneSecond = numbered('device', 2_500)
const hostile = '$' + '{username}\u001b[31m\u202e=1+1'

let server: TestServer
let owner: CommandLine
let http: Api

beforeAll(async () => {
  const at = new Date('2026-11-20T10:00:00Z')
  const fill = deviceReads({ devices: [...inOneSecond, hostile], at })
  server = await startServer({ flags: { tls: 'off' }, fill })
  owner = await ownerOf(server)
  http = await api(server, owner)
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

/** The newest event that somebody caused: the server signs the log by itself, whenever it likes. */
const lastEvent = async () =>
  (await server.events()).findLast(({ audit_event }) => audit_event !== 'log_checkpoint')

async function newcomer(email: string, role: string): Promise<CommandLine> {
  const line = await commandLine(server, email)
  const invited = await owner.ask<{ invitation: string }>(
    ...['user', 'invite', '--email', email, '--role', role],
  )
  await line.ask('account', 'create', '--email', email, '--invitation', invited.invitation)
  await line.keepwatch('login')
  return line
}

test('audit-report --limit -1 prints each of 2,500 events of one second once', async () => {
  const all = await owner.ask<Row[]>(
    ...['audit-report', '--limit', '-1', '--event-type', 'app_client_access'],
    'device-',
  )
  expect(all).toHaveLength(2_500)
  expect(new Set(all.map(({ message }) => message)).size).toBe(2_500)
})

test('a report does not contain its own reading; the next one does', async () => {
  const mine = ['ar', '--event-type', 'events_read', '--columns', 'x']
  const before = await owner.ask<Row[]>(...mine)
  const after = await owner.ask<Row[]>(...mine)
  expect(after).toHaveLength(before.length + 1)
  expect(after[0]?.message).toBe(
    'User owner@example.com read the event log: raw report: event:events_read group:x',
  )
})

test('a name that was asked for stands in the event where it can be erased', async () => {
  await owner.ask('ar', '--username', 'Mei@example.com', '--ip-address', '203.0.113.9')
  expect(await lastEvent()).toMatchObject({
    audit_event: 'events_read',
    query: 'raw report: user:(1) address:(1)',
    to_username: 'Mei@example.com',
  })
})

test('a device name that holds a placeholder and control characters is printed, not obeyed', async () => {
  const { stdout } = await owner.keepwatch('ar', '--device', hostile)
  expect(stdout).toContain('KSM device $' + '{username}\\x1b[31m\\u202e=1+1 has accessed secrets')
  for (const control of ['\u001b', '\u202e']) expect(stdout).not.toContain(control)
})

test('titles of records come from the reader’s own vault', async () => {
  const { record_uid } = await owner.ask<{ record_uid: string }>(
    'record',
    'add',
    '--title',
    'Printer',
  )
  const rows = await owner.ask<Record<string, string>[]>(
    'ar',
    '--report-format',
    'fields',
    '--record-uid',
    record_uid,
  )
  expect(rows[0]).toMatchObject({ record_uid, record_title: 'Printer' })
})

test('--app takes a title of the reader’s own vault', async () => {
  await owner.ask('sm', 'app', 'create', 'Builds')
  const rows = await owner.ask<Row[]>('ar', '--app', 'Builds')
  expect(rows.map(({ audit_event_type }) => audit_event_type)).toContain('app_created')
  const unknown = await owner.keepwatch('ar', '--app', 'Nothing')
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toContain('there is no application Nothing in your vault: give its UID')
})

test('an auditor may read the log', async () => {
  const auditor = await newcomer('auditor@example.com', 'auditor')
  const fields = ['ar', '--report-format', 'fields', '--event-type', 'app_client_access']
  expect(await auditor.ask<Row[]>(...fields)).toHaveLength(50)
  await auditor.remove()
})

test('a member may not: exit 3, and the attempt is on the record', async () => {
  const member = await newcomer('member@example.com', 'member')
  const { code, stdout, stderr } = await member.keepwatch('audit-report')
  expect([code, stdout, stderr]).toEqual([
    3,
    '',
    'keepwatch: your role does not allow report.run\n',
  ])
  expect(await lastEvent()).toMatchObject({
    audit_event: 'action_denied',
    username: 'member@example.com',
    action: 'report.run',
  })
  for (const [command, action] of [
    ['tail', 'event.follow'],
    ['audit-log --target json --file-path x.json', 'report.run'],
  ] as const) {
    expect(await member.keepwatch(...command.split(' '))).toMatchObject({ code: 3, stdout: '' })
    expect(await lastEvent()).toMatchObject({ audit_event: 'action_denied', action })
  }
  await member.remove()
})

test.each([
  [['ar', '--created', 'someday'], 2, /someday/],
  [['ar', '--report-type', 'dim'], 2, /columns must name exactly one column/],
  [['ar', '--event-type', 'DROP TABLE'], 2, /filter\.audit_event_type\[0\]/],
])(
  'a question that cannot be understood is refused and on the record: %j',
  async (argv, code, sentence) => {
    const answer = await owner.keepwatch(...argv)
    expect(answer).toMatchObject({ code, stdout: '' })
    expect(answer.stderr).toMatch(sentence)
    expect(answer.stderr.trim().split('\n')).toHaveLength(1)
    expect(await lastEvent()).toMatchObject({ audit_event: 'action_failed', action: 'report.run' })
  },
)

test.each([
  ['audit-report --report-type yearly', /Allowed choices are raw/],
  ['audit-report --limit many', /whole number/],
  ['audit-report --bogus', /unknown option '--bogus'/],
  ['record get -NHquxCFqZJMFahfNRwY0Q', /put -- before a UID/],
  ['tail --last 0', /from 1 to 1000/],
  ['tail --since 1 --last 1', /either --since or --last/],
  ['tail --format json', /ndjson/],
  ['audit-log', /--target/],
  ['audit-log --target json --node-id 7', /no nodes/],
  ['user invite --email a@example.com --role owner', /Allowed choices are admin/],
])('wrong usage ends with 2 and a sentence: %s', async (line, sentence) => {
  const answer = await owner.keepwatch(...line.split(' '))
  expect(answer).toMatchObject({ code: 2, stdout: '' })
  expect(answer.stderr).toMatch(sentence)
})

test.each(['asc', 'desc'] as const)(
  'pages of /events join without gap or repetition: %s',
  async (order) => {
    const [cursor, name] = order === 'asc' ? ['after', 'ascending'] : ['before', 'descending']
    const found: number[] = []
    for (let next: number | null | undefined; next !== null; ) {
      const query = `limit=700&order=${name}&audit_event_type=app_client_access`
      const where = next === undefined ? '' : `&${cursor}=${next}`
      const page: Page = await http.json(`/events?${query}${where}`)
      found.push(...page.events.map(({ seq }) => seq))
      next = page.next
    }
    const expected = Array.from({ length: 2_501 }, (_, seq) => seq)
    expect(found).toEqual(order === 'asc' ? expected : expected.toReversed())
  },
)

test('/events?q= takes the text of a query, settings and all', async () => {
  const q = encodeURIComponent(
    'event:app_client_* device:device-1* -device:device-10* seq:..120 order:asc limit:3',
  )
  const { events } = await http.json<Page>(`/events?q=${q}`)
  expect(events.map(({ seq }) => seq)).toEqual([1, 11, 12])
  expect(await lastEvent()).toMatchObject({
    query:
      'page of events: event:app_client_* device:device-1* -device:device-10* seq:..120 order:ascending limit:3',
  })
})

test('free text finds what stands in an event, and is not written where it cannot be erased', async () => {
  const { events } = await http.json<Page>('/events?q=%22ACCESSED+secrets%22+%22device-2499%22')
  expect(events.map(({ seq }) => seq)).toEqual([2_499])
  expect(await lastEvent()).toMatchObject({ query: 'page of events: "(1)" "(1)" limit:100' })
})

test('the text of a query goes with a report, and its parameters with it', async () => {
  const rows = await http.fetch('/reports/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      q: 'report:span group:app show:occurrences,distinct(device)',
      where: [{ field: 'event', values: ['app_client_access'] }],
      filter: { device: ['device-1', 'device-2'] },
    }),
  })
  expect(JSON.parse(await rows.text())).toMatchObject({ occurrences: 2, 'distinct(device)': 2 })
})

test.each([
  ['devcie:x', 'q, column 1: "devcie" is not a field: did you mean device?'],
  ['x time:soon', /^q, column 8: "soon" is not a time/],
  ['report:day', /^q asks for a report/],
  ['limit:5000', /more than 1000 events/],
])('a text that cannot be understood is refused with the place: %s', async (q, message) => {
  const { status, body } = await http.get(`/events?q=${encodeURIComponent(q)}`)
  expect(status).toBe(400)
  expect(JSON.parse(body).message).toMatch(message)
})

test('tail takes the text of a query, in which app may be a title of the reader’s own vault', async () => {
  const { stdout } = await owner.keepwatch('tail', '--no-follow', 'app:Buil*', 'event:app_created')
  expect(stdout.trim().split('\n')).toHaveLength(1)
  expect(stdout).toContain('created KSM application')
  const unknown = await owner.keepwatch('tail', 'app:Nothing')
  expect(unknown.stderr).toContain('there is no application Nothing in your vault: give its UID')
  const wrong = await owner.keepwatch('tail', 'devcie:x')
  expect(wrong).toMatchObject({ code: 2, stdout: '' })
  expect(wrong.stderr).toContain('"devcie" is not a field: did you mean device?')
})

test.each([
  'limit=1001',
  'limit=0',
  'after=x',
  'order=up',
  'colour=red',
  'username=',
  'limit=1&limit=2',
])('/events refuses ?%s, and that is on the record', async (query) => {
  const { status, body } = await http.get(`/events?${query}`)
  expect([status, JSON.parse(body).error]).toEqual([400, 'invalid'])
  expect(await lastEvent()).toMatchObject({ audit_event: 'action_failed', action: 'event.list' })
})

test('one event is read by its number; one that is not there is not found, and that is on the record', async () => {
  const { event } = await http.json<{ event: Event }>('/events/2500')
  expect(event.message).toContain(hostile)
  expect(await lastEvent()).toMatchObject({ audit_event: 'events_read', query: 'event 2500' })
  expect(await http.get('/events/999999')).toMatchObject({ status: 404 })
  expect(await lastEvent()).toMatchObject({ audit_event: 'action_failed', reason: 'not-found' })
  expect(await http.get('/events/-1')).toMatchObject({ status: 400 })
})

test('without a session nothing is read', async () => {
  for (const path of ['/events', '/events/stream', '/events/1'])
    expect(await http.get(path, { authorization: '' })).toMatchObject({ status: 401 })
})

test('a report becomes a PDF, which needs a file to go to', async () => {
  const nowhere = await owner.keepwatch('ar', '--format', 'pdf')
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('--output')])

  const file = join(owner.home, 'report')
  const last = ['ar', '--event-type', 'app_client_access', '--limit', '200']
  const { code } = await owner.keepwatch(...last, '--format', 'pdf', '--output', file)
  expect(code).toBe(0)
  const { text, totalPages } = await extractText(new Uint8Array(await readFile(`${file}.pdf`)))
  expect(totalPages).toBeGreaterThan(3)
  expect(text.join(' ').match(/app_client_access/g)).toHaveLength(200)
})

test('--syntax-help explains the flags and lists every event type', async () => {
  const { code, stdout } = await owner.keepwatch('ar', '--syntax-help')
  expect(code).toBe(0)
  expect(stdout).toContain('--geo-location <place>')
  expect(stdout).toMatch(/^ {2}app_client_access_denied +ksm$/m)
})
