import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn } from '../../src/client/account.ts'
import { type ApiClient, connectApi } from '../../src/client/api.ts'
import { readConfig } from '../../src/config.ts'
import { login } from '../../src/events/catalog/login.ts'
import { happened } from '../../src/events/event-type.ts'
import { record } from '../../src/events/record.ts'
import { type Running, serve } from '../../src/serve.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { readEvents } from '../support/read-events.ts'

/** A server whose log is a hundred days old gets a retention of thirty. */

const email = 'owner@example.com'
const longAgo = new Date(Date.now() - 100 * 86_400_000)
let data: string
let listen = '127.0.0.1:0'
let running: Running
let owner: CommandLine
let api: ApiClient
let token: string

const begin = async (flags: Readonly<Record<string, unknown>>, clock?: () => Date) => {
  const given = { data, listen, tls: 'off', logLevel: 'silent', ...flags }
  running = await serve(readConfig(given, {}), clock)
  listen = `127.0.0.1:${new URL(running.url).port}`
}

/** Six hundred logins of a hundred days ago. */
async function addOldEvents() {
  const store = await openEmbeddedStore({ folder: data })
  await store.transaction(async (tx) => {
    for (let n = 0; n < 600; n++)
      await record(tx, happened(login, {}), { username: email, at: longAgo, recordedAt: longAgo })
  })
  await store.close()
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'keepwatch-retention-'))
  await begin({}, () => longAgo)
  owner = await commandLine(running, email)
  const setup = ['--name', 'Example', '--setup-code', running.setupCode?.code ?? '']
  await owner.ask('account', 'create', '--email', email, ...setup)
  await running.stop()
  await addOldEvents()
  await begin({ retentionDays: '30' })
  const anyone = connectApi({ server: running.url })
  token = (await logIn(anyone, { email, password: `the password of ${email}` })).token
  api = connectApi({ server: running.url, token })
})

afterAll(async () => {
  await running.stop()
  await owner.remove()
  await rm(data, { recursive: true, force: true })
})

test('what is due goes soon after the start, and the log says so', async () => {
  const pruned = async () =>
    (await readEvents(data)).find(({ audit_event }) => audit_event === 'events_pruned')
  while ((await pruned()) === undefined || (await readEvents(data))[0]?.seq === 0) await sleep(50)

  expect(await pruned()).toMatchObject({ before: 512, count: 512 })
  expect((await readEvents(data))[0]?.seq).toBe(512)
})

test('whoever asks for an event that is gone hears why', async () => {
  const reading = api.events[':seq'].$get({ param: { seq: '3' } })
  await expect(reading).rejects.toThrow('event 3 is no longer kept')

  const headers = { authorization: `Bearer ${token}` }
  const bundle = await fetch(`${running.url}/log/tile/entries/000`, { headers })
  expect(bundle.status).toBe(404)
  expect(await bundle.json()).toMatchObject({ error: 'not-found' })
  expect((await fetch(`${running.url}/log/tile/0/000`, { headers })).status).toBe(200)
})

test('what is left is proved as before', async () => {
  const { code, stderr } = await owner.keepwatch('verify', '--data', data)

  expect([stderr, code]).toEqual(['', 0])
  expect((await owner.keepwatch('login')).code).toBe(0)
})

test('a class that no event has is a mistake that is told before anything is done', async () => {
  const config = readConfig({ data: join(data, 'other'), listen, retention: 'logins=30' }, {})

  await running.stop()
  await expect(serve(config)).rejects.toThrow(/no event is of the class logins; there are .*ksm/)
  expect(() => readConfig({ retention: 'usage=soon' }, {})).toThrow(
    '--retention: expected a number',
  )
  await begin({})
})
