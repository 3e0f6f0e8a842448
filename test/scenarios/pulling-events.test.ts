import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deviceReads, numbered } from '../support/device-reads.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Keeper's pull API: a SIEM asks, page by page, with a token of its own. */

type Event = { readonly seq: number; readonly timestamp: string; readonly audit_event: string }
type Page = {
  readonly has_more: boolean
  readonly continuation_token: string | null
  readonly resume_token: string
  readonly events: readonly Event[]
}
type Token = { readonly token: string; readonly name: string; readonly expires_at: string | null }

const at = new Date('2026-11-20T10:00:00.750Z')
const day = 86_400_000

let server: TestServer
let owner: CommandLine
let now = Date.now()
let token: string

beforeAll(async () => {
  const fill = deviceReads({ devices: numbered('device', 250), at })
  server = await startServer({ flags: { tls: 'off' }, fill, clock: () => new Date(now) })
  owner = await ownerOf(server)
  token = (await make('SIEM', '--expires', 'never')).token
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

const make = (name: string, ...flags: readonly string[]) =>
  owner.ask<Token>('token', 'create', '--name', name, ...flags)

const ask = (parameters: Readonly<Record<string, string>> = {}, presented = token) =>
  fetch(`${server.url}/api/rest/public/events?${new URLSearchParams(parameters)}`, {
    headers: { 'x-api-token': `Bearer ${presented}` },
  })

async function pull(parameters: Readonly<Record<string, string>> = {}): Promise<Page> {
  const response = await ask(parameters)
  expect(response.status).toBe(200)
  return (await response.json()) as Page
}

/** Every page of a listing. */
async function pullAll(parameters: Readonly<Record<string, string>>, between = async () => {}) {
  const pages = [await pull(parameters)]
  for (let last = pages[0]; last?.continuation_token; last = pages.at(-1)) {
    await between()
    const { limit } = parameters
    pages.push(await pull({ ...(limit && { limit }), continuation_token: last.continuation_token }))
  }
  return { pages, events: pages.flatMap(({ events }) => events), last: pages.at(-1) as Page }
}

const seqsOf = (events: readonly Event[]) => events.map(({ seq }) => seq)
const upTo = (count: number) => Array.from({ length: count }, (_, seq) => seq)

test('page by page everything comes once and in order, while events are written in between', async () => {
  const size = (await server.events()).length
  const { pages, events, last } = await pullAll({ limit: '40' }, () =>
    owner.ask('record', 'add', '--title', 'Meanwhile').then(() => undefined),
  )
  expect(pages.length).toBeGreaterThan(5)
  expect(seqsOf(events)).toEqual(upTo(size))
  expect(last).toMatchObject({ has_more: false, continuation_token: null })
  expect(pages[0]).toMatchObject({ has_more: true })
})

test('a page has a hundred events unless it is told otherwise', async () =>
  expect((await pull()).events).toHaveLength(100))

test('what was recorded since comes with the token to resume, without a gap and without repeating', async () => {
  const { events, last } = await pullAll({})
  await owner.ask('record', 'add', '--title', 'Since')
  const since = await pullAll({ continuation_token: last.resume_token })
  expect(since.events[0]?.seq).toBe((events.at(-1)?.seq ?? 0) + 1)
  expect(since.events.map(({ audit_event }) => audit_event)).toContain('record_add')
})

test('dates are inclusive to the millisecond, and days are whole days in UTC', async () => {
  const between = { start_date: '2026-11-20T10:00:00.750Z', end_date: '2026-11-20T10:00:00.750Z' }
  const { events } = await pullAll(between)
  expect(events).toHaveLength(250)
  expect(await pull({ ...between, start_date: '2026-11-20T10:00:00.751Z' })).toMatchObject({
    events: [],
    has_more: false,
  })
  const whole = await pullAll({ start_date: '2026-11-20', end_date: '2026-11-20' })
  expect(whole.events).toHaveLength(250)
  const seconds = String(Math.floor(at.getTime() / 1000))
  expect((await pullAll({ start_date: seconds, end_date: '2026-11-20' })).events).toHaveLength(250)
})

test('an event has Keeper’s fields, and what proves it', async () => {
  const { events } = await pull({ limit: '1' })
  expect(events[0]).toMatchObject({
    seq: 0,
    audit_event: 'app_client_access',
    category: 'ksm',
    timestamp: '2026-11-20T10:00:00.750Z',
    enterprise_id: 1,
    username: 'owner@example.com',
    remote_address: '203.0.113.9',
    leaf_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
})

test('pages that were kept can be held against the log', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-pull-'))
  const { pages } = await pullAll({ limit: '100' })
  const files = pages.map((_, at) => join(folder, `${at}.json`))
  for (const [at, page] of pages.entries()) await writeFile(files[at] ?? '', JSON.stringify(page))
  const { code, stderr } = await owner.keepwatch('reconcile', '--export', ...files)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  await rm(folder, { recursive: true })
})

test.each([
  [{ limit: '0' }, 'limit'],
  [{ limit: '1001' }, 'limit'],
  [{ start_date: 'yesterday-ish' }, 'start_date'],
  [{ continuation_token: 'made-up' }, 'continuation_token'],
  [{ begin: '2026-11-20' }, 'does not belong here'],
])('%j is refused with a sentence', async (parameters, named) => {
  const response = await ask(parameters as unknown as Record<string, string>)
  expect(response.status).toBe(400)
  const { error, message } = (await response.json()) as { error: string; message: string }
  expect({ error, message }).toEqual({ error: 'invalid', message: expect.stringContaining(named) })
})

test('reading is on the record, under the name of whoever made the token', async () => {
  await pull({ limit: '1' })
  expect((await server.events()).at(-1)).toMatchObject({
    audit_event: 'events_read',
    username: 'owner@example.com',
    query: expect.stringContaining('API token SIEM'),
  })
})

test('a token counts until it ends or is revoked, and only from where it may', async () => {
  const short = await make('short', '--expires', '24h')
  expect((await ask({}, short.token)).status).toBe(200)
  now += day
  expect((await ask({}, short.token)).status).toBe(401)
  now -= day

  const elsewhere = await make('elsewhere', '--network', '203.0.113.0/24')
  expect((await ask({}, elsewhere.token)).status).toBe(401)
  const here = await make('here', '--network', '127.0.0.0/8')
  expect((await ask({}, here.token)).status).toBe(200)

  await owner.keepwatch('token', 'revoke', 'here')
  const refused = await ask({}, here.token)
  expect(refused.status).toBe(401)
  expect(await refused.json()).toMatchObject({
    error: 'unauthenticated',
    message: expect.stringContaining('unknown or was revoked'),
  })
  expect((await server.events()).at(-1)).toMatchObject({ audit_event: 'action_denied' })
})

test('a token is shown once: not in lists, not in the data folder', async () => {
  const { token: hidden } = await make('hidden')
  const listed = await owner.keepwatch('token', 'list', '--format', 'json')
  expect(listed.stdout).toContain('"hidden"')
  expect(listed.stdout).not.toContain(hidden)
  for (const entry of await readdir(server.folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      expect(await readFile(join(entry.parentPath, entry.name), 'latin1')).not.toContain(hidden)
})

test('Commander’s words for it are understood', async () => {
  const made = await owner.ask<Token>(
    ...['public-api-key', 'generate', '--name', 'Commander', '--integrations', 'SIEM:1'],
  )
  expect((await ask({ limit: '1' }, made.token)).status).toBe(200)
})
