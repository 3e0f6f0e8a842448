import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { logIn } from '../../src/client/account.ts'
import { connectApi } from '../../src/client/api.ts'
import { readConfig } from '../../src/config.ts'
import { login } from '../../src/events/catalog/login.ts'
import { happened } from '../../src/events/event-type.ts'
import { record } from '../../src/events/record.ts'
import { type Running, serve } from '../../src/serve.ts'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { parseCheckpoint } from '../../src/tlog/checkpoint.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { cutInto, partEnds } from './parts.ts'
import { newPlace } from './place.ts'
import { testServer } from './server.ts'

/** A server on PostgreSQL whose log is a hundred days old gets a retention of thirty. */

const email = 'owner@example.com'
const longAgo = new Date(Date.now() - 100 * 86_400_000)
let data: string
let place: Awaited<ReturnType<typeof newPlace>>
let listen = '127.0.0.1:0'
let running: Running
let owner: CommandLine

const begin = async (flags: Readonly<Record<string, unknown>>, clock?: () => Date) => {
  const given = { data, listen, tls: 'off', logLevel: 'silent', databaseUrl: place.place, ...flags }
  running = await serve(readConfig(given, {}), clock)
  listen = `127.0.0.1:${new URL(running.url).port}`
}

async function addOldEvents() {
  const store = await openDistributedStore({ url: place.place })
  await store.transaction(async (tx) => {
    for (let n = 0; n < 1_300; n++)
      await record(tx, happened(login, {}), { username: email, at: longAgo, recordedAt: longAgo })
  })
  await store.close()
}

/** Keeps what the server has signed over all old events. */
async function keepCheckpoint(file: string) {
  const anyone = connectApi({ server: running.url })
  const { token } = await logIn(anyone, { email, password: `the password of ${email}` })
  const headers = { authorization: `Bearer ${token}` }
  await vi.waitFor(async () => {
    const note = await (await fetch(`${running.url}/log/checkpoint`, { headers })).text()
    const { size } = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1))
    expect(size).toBeGreaterThan(1_300)
    await writeFile(file, note)
  }, 90_000)
}

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'keepwatch-dropped-parts-'))
  place = await newPlace(testServer())
  await (await openDistributedStore({ url: place.place })).close()
  await cutInto(place.place, [512, 1_024])
  await begin({}, () => longAgo)
  owner = await commandLine(running, email)
  const setup = ['--name', 'Example', '--setup-code', running.setupCode?.code ?? '']
  await owner.ask('account', 'create', '--email', email, ...setup)
  await running.stop()
  await addOldEvents()
})

afterAll(async () => {
  await running.stop()
  await owner.remove()
  await place.remove()
  await rm(data, { recursive: true, force: true })
})

test('what is due goes by whole parts, and the log is proved as before, against what was signed before', async () => {
  const note = join(data, 'before.note')
  await begin({})
  await keepCheckpoint(note)
  await running.stop()
  await begin({ retentionDays: '30' })
  await vi.waitFor(async () => {
    expect((await partEnds(place.place))[0]).toBeGreaterThan(1_024)
  }, 60_000)
  await owner.keepwatch('login')

  const from = ['--url', running.url, '--vkey', join(data, 'log-vkey'), '--checkpoint', note]
  const verified = await owner.keepwatch('verify', ...from, '--format', 'json')
  expect([verified.stderr, verified.code]).toEqual(['', 0])
  expect(verified.json()).toMatchObject({ verified: true })
  expect(verified.json<{ dropped: number }>().dropped).toBeGreaterThanOrEqual(1_024)
})
