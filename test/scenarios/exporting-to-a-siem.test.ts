import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getSecrets } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { TargetStatus } from '../../src/exports/target-status.ts'
import { lockedDevice } from '../support/alerting.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'
import { startServer, type TestServer } from '../support/server.ts'

let server: TestServer
let owner: CommandLine
let receiver: Receiver
let scratch: string

beforeAll(async () => {
  server = await startServer({ flags: { allowPrivateTargets: '127.0.0.1/32' } })
  owner = await ownerOf(server)
  receiver = await startReceiver()
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-siem-'))
})

beforeEach(() => receiver.answerWith(() => ({ status: 200, body: '{"text":"Success","code":0}' })))

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await receiver.stop()
  await rm(scratch, { recursive: true })
})

const patience = { timeout: 15_000, interval: 50 }

const add = (name: string, ...flags: readonly string[]) =>
  owner.ask<{ name: string }>(
    'siem',
    'add',
    name,
    '--kind',
    'https',
    '--set',
    `url=${receiver.url}/${name}`,
    ...flags,
  )

const statusOf = (name: string) => owner.ask<TargetStatus>('siem', 'show', name)

const remove = (name: string) => owner.ask('siem', 'remove', name)

const eventsAt = (name: string) =>
  receiver.received
    .filter(({ path }) => path === `/${name}`)
    .flatMap(({ body }) =>
      body
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    )
    .filter(({ seq }) => seq >= 0)

/** Waits until a target has everything that is in the log by now. */
async function caughtUp(name: string): Promise<void> {
  const newest = (await server.events()).at(-1)?.seq ?? 0
  await vi.waitFor(
    () => expect(eventsAt(name).at(-1)?.seq).toBeGreaterThanOrEqual(newest),
    patience,
  )
}

test('a target gets every event from now on, in order and once, each with what proves it', async () => {
  await add('all')
  await owner.ask('record', 'add', '--title', 'Server', '--type', 'login')
  await caughtUp('all')
  const events = eventsAt('all')
  const seqs = events.map(({ seq }) => seq)
  expect(seqs).toEqual(seqs.map((_, at) => seqs[0] + at))
  expect(events.map(({ audit_event }) => audit_event)).toContain('record_add')

  const file = join(scratch, 'all.ndjson')
  await writeFile(file, events.map((event) => JSON.stringify(event)).join('\n'))
  const { code, stderr } = await owner.keepwatch('reconcile', '--export', file)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  await remove('all')
})

test('reads that are the same go as one event if a target wants that, and every one of them is still proved', async () => {
  const device = await lockedDevice(server, owner, 'poller')
  await add('few', '--coalesce', '1h')
  expect(await statusOf('few')).toMatchObject({ coalesce: '3600s' })
  for (let poll = 0; poll < 8; poll++) await getSecrets(device)
  await owner.ask('record', 'add', '--title', 'Urgent', '--type', 'login')
  await vi.waitFor(
    () => expect(eventsAt('few').map(({ audit_event }) => audit_event)).toContain('record_add'),
    patience,
  )
  const polls = eventsAt('few').filter(({ audit_event }) => audit_event === 'app_client_access')
  // Whatever else happens meanwhile, such as a checkpoint, takes along those that wait.
  const counts = polls.map(({ coalesced_count = 1 }) => Number(coalesced_count))
  expect(counts.reduce((sum, count) => sum + count)).toBe(8)
  expect(counts.length).toBeLessThan(8)
  for (const { coalesced, coalesced_count, coalesced_first_seq, coalesced_last_seq } of polls)
    if (coalesced)
      expect(coalesced_last_seq - coalesced_first_seq).toBeGreaterThanOrEqual(coalesced_count - 1)
  const log = await server.events()
  expect(
    log.filter(({ audit_event }) => audit_event === 'app_client_access').length,
  ).toBeGreaterThan(8)

  const file = join(scratch, 'few.ndjson')
  await writeFile(
    file,
    eventsAt('few')
      .map((event) => JSON.stringify(event))
      .join('\n'),
  )
  const { code, stderr } = await owner.keepwatch('reconcile', '--export', file)
  expect({ code, stderr }).toMatchObject({ code: 0 })
  await owner.ask('siem', 'change', 'few', '--coalesce', 'off')
  expect(await statusOf('few')).toMatchObject({ coalesce: 'off' })
  await remove('few')
})

test('a test message comes first, and a target that does not take it is not made', async () => {
  receiver.answerWith(() => ({ status: 401, body: 'no such token' }))
  const { code, stderr } = await owner.keepwatch(
    ...['siem', 'add', 'untested', '--kind', 'https', '--set', `url=${receiver.url}/untested`],
  )
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('the receiver answered 401: no such token'),
  })
  expect(await owner.ask<unknown[]>('siem', 'list')).toEqual([])
})

test('nobody reads a secret again: not in answers, not in the data folder', async () => {
  await add('secret', '--set', 'authorization=Bearer hush-hush')
  expect(receiver.received.at(-1)?.headers.authorization).toBe('Bearer hush-hush')
  const { settings } = await statusOf('secret')
  expect(settings).toMatchObject({ authorization: '••••', url: `${receiver.url}/secret` })
  for (const entry of await readdir(server.folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      expect(await readFile(join(entry.parentPath, entry.name), 'latin1')).not.toContain(
        'hush-hush',
      )
  await remove('secret')
})

test('a receiver that is away gets everything when it comes back, and it is on the record that it was', async () => {
  await add('away')
  receiver.answerWith(() => ({ status: 503 }))
  await owner.ask('record', 'add', '--title', 'While away', '--type', 'login')
  await vi.waitFor(async () => expect((await statusOf('away')).status).toBe('failing'), patience)
  expect((await statusOf('away')).lag_events).toBeGreaterThan(0)

  receiver.answerWith(() => ({ status: 200 }))
  await vi.waitFor(async () => expect((await statusOf('away')).status).toBe('live'), patience)
  const names = (await server.events()).map(({ audit_event }) => audit_event)
  expect(names).toContain('audit_sync_failed')
  expect(names).toContain('audit_sync_restored')
  await remove('away')
})

test('a wrong token pauses a target, which goes on where it was when a person resumes it', async () => {
  await add('token')
  receiver.answerWith(() => ({ status: 403, body: 'token revoked' }))
  await owner.ask('record', 'add', '--title', 'While paused', '--type', 'login')
  await vi.waitFor(async () => expect((await statusOf('token')).status).toBe('paused'), patience)
  expect((await statusOf('token')).reason).toContain('token revoked')

  receiver.answerWith(() => ({ status: 200 }))
  await owner.ask('siem', 'resume', 'token')
  await caughtUp('token')
  const paused = expect.objectContaining({ audit_event: 'audit_sync_paused', name: 'token' })
  expect(eventsAt('token')).toContainEqual(paused)
  await remove('token')
})

test('an event that is refused for good is kept as a dead letter, does not stand in the way, and can be sent again', async () => {
  await add('picky')
  receiver.answerWith(({ body }) => ({ status: body.includes('record_add') ? 400 : 200 }))
  await owner.ask('record', 'add', '--title', 'Refused', '--type', 'login')
  await vi.waitFor(async () => expect((await statusOf('picky')).dead_letters).toBe(1), patience)
  const [letter] = await owner.ask<{ seq: number }[]>('siem', 'dead-letters', 'picky')
  expect(await server.events()).toContainEqual(
    expect.objectContaining({ audit_event: 'audit_sync_event_refused', refused_seq: letter?.seq }),
  )

  receiver.answerWith(() => ({ status: 200 }))
  await owner.ask('siem', 'dead-letters', 'picky', '--resend')
  await vi.waitFor(async () => expect((await statusOf('picky')).dead_letters).toBe(0), patience)
  expect(eventsAt('picky')).toContainEqual(
    expect.objectContaining({ seq: letter?.seq, replay: true }),
  )
  await remove('picky')
})

test('a replay sends a part of the log once more and leaves the position alone', async () => {
  await add('replay')
  await owner.ask('siem', 'replay', 'replay', '--from', '0', '--to', '3')
  const replayed = () => eventsAt('replay').filter(({ replay }) => replay === true)
  await vi.waitFor(() => expect(replayed().map(({ seq }) => seq)).toEqual([0, 1, 2, 3]), patience)
  await remove('replay')
})

test('a target with a filter gets only what its query finds', async () => {
  await add('filtered', '--filter', 'event:record_add')
  await owner.ask('record', 'add', '--title', 'Found', '--type', 'login')
  await vi.waitFor(() => expect(eventsAt('filtered')).toHaveLength(1), patience)
  expect(eventsAt('filtered')).toMatchObject([{ audit_event: 'record_add' }])
  await remove('filtered')
})

test('those who watch are told of a change before it takes effect', async () => {
  await add('watching')
  await add('watched')
  await remove('watched')
  const told = eventsAt('watching').map(({ audit_event, name }) => [audit_event, name])
  expect(told).toContainEqual(['audit_sync_change_announced', 'watched'])
  await remove('watching')
})

test('a change that somebody could not be told of says so', async () => {
  await add('deaf')
  receiver.answerWith(() => ({ status: 503 }))
  await owner.ask('siem', 'remove', 'deaf')
  expect(
    (await server.events()).findLast(({ audit_event }) => audit_event === 'audit_sync_removed'),
  ).toMatchObject({
    name: 'deaf',
    not_told: 'deaf',
  })
})

test('a receiver on a forbidden address is refused before anything is sent', async () => {
  const { code, stderr } = await owner.keepwatch(
    ...['siem', 'add', 'inside', '--kind', 'https', '--set', 'url=https://169.254.169.254/latest'],
  )
  expect(code).toBe(1)
  expect(stderr).toContain('--allow-private-targets')
})
