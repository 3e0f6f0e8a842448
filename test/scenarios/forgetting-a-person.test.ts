import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Running, serve } from '../../src/serve.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { readEvents } from '../support/read-events.ts'

/** Somebody was invited, tried to log in, never came, and wants to be forgotten; told as it goes. */

const email = 'owner@example.com'
const bob = 'bob@example.com'
let data: string
let running: Running
let owner: CommandLine
let member: CommandLine

const named = async (name: string) =>
  (await readEvents(data)).filter((event) => Object.values(event).includes(name))

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'keepwatch-forget-'))
  running = await serve(
    readConfig({ data, listen: '127.0.0.1:0', tls: 'off', logLevel: 'silent' }, {}),
  )
  owner = await commandLine(running, email)
  const setup = ['--name', 'Example', '--setup-code', running.setupCode?.code ?? '']
  await owner.ask('account', 'create', '--email', email, ...setup)
  await owner.keepwatch('login')
  member = await commandLine(running, 'carol@example.com')
  const invite = (who: string) =>
    owner.ask<{ invitation: string }>('user', 'invite', '--email', who, '--role', 'member')
  const { invitation } = await invite('carol@example.com')
  await member.ask('account', 'create', '--email', 'carol@example.com', '--invitation', invitation)
  await invite(bob)
  const stranger = await commandLine(running, ' Bob@Example.com')
  expect((await stranger.keepwatch('login')).code).toBe(3)
  await stranger.remove()
  expect((await owner.keepwatch('audit-report', '--username', 'BOB@example.com')).code).toBe(0)
})

afterAll(async () => {
  await Promise.all([owner.remove(), member.remove(), rm(data, { recursive: true, force: true })])
})

test('whoever has an account stays: the account goes first', async () => {
  const { code, stderr } = await owner.keepwatch('user', 'forget', 'carol@example.com')

  expect(code).toBe(1)
  expect(stderr).toContain('remove the account first')
  expect(await named('carol@example.com')).not.toEqual([])
})

test('not everybody may make the log forget', async () => {
  expect((await member.keepwatch('user', 'forget', bob)).code).toBe(3)
  expect(await named(bob)).not.toEqual([])
})

test('a person and an address are not forgotten in one go, and nonsense is no address', async () => {
  expect((await owner.keepwatch('user', 'forget', bob, '--address', '127.0.0.1')).code).toBe(2)
  expect((await owner.keepwatch('user', 'forget', '--address', 'there')).code).toBe(2)
})

test('whoever is to be told stays: the recipient goes first', async () => {
  await owner.ask('audit-alert', 'add', '--name', 'Told', '--audit-event', 'login')
  await owner.ask('audit-alert', 'recipient', 'Told', 'add', '--email', bob)
  const { code, stderr } = await owner.keepwatch('user', 'forget', bob)
  expect(code).toBe(1)
  expect(stderr).toContain('recipient of alert 1')
  await owner.ask('audit-alert', 'recipient', 'Told', 'delete', bob)
})

/** In how many alerts, reports and exports he is named. */
async function filters(): Promise<number> {
  const alerts = await owner.ask<object[]>('audit-alert', 'view', '--all')
  const exports = await owner.ask<object[]>('siem', 'list')
  const { stdout } = await owner.keepwatch('audit-report', '--run', 'His', '--format', 'json')
  const naming = [...alerts, ...exports].map((one) => JSON.stringify(one).toLowerCase())
  return [...naming, stdout.toLowerCase()].filter((text) => text.includes(bob)).length
}

test('filters that name somebody are kept, and name what stands for them once they are forgotten', async () => {
  await owner.ask(
    'audit-alert',
    'add',
    '--name',
    'Of Bob',
    '--user',
    'Bob@example.com',
    '--filter',
    `-to:${bob}`,
  )
  await owner.ask(
    'siem',
    'add',
    'his',
    '--kind',
    'file',
    '--filter',
    `user:${bob}`,
    '--set',
    'file=his.ndjson',
  )
  await owner.ask('audit-report', '--username', bob, '--save', 'His')
  await owner.ask(
    'audit-alert',
    'add',
    '--name',
    'Of mallory@example.com',
    '--user',
    'mallory@example.com',
  )
  expect(await filters()).toBe(3)
})

test('a forgotten person is gone from every event in every spelling, and each event is still proved', async () => {
  const before = await readEvents(data)
  const { erased, filters_changed } = await owner.ask<{
    erased: string[]
    filters_changed: number
  }>('user', 'forget', bob)
  expect(erased).toHaveLength(2)
  expect({ filters_changed, naming: await filters() }).toEqual({ filters_changed: 3, naming: 0 })

  const after = await readEvents(data)
  const invited = before.find(({ to_username }) => to_username === bob)
  expect(after.find(({ seq }) => seq === invited?.seq)).toMatchObject({
    audit_event: 'send_invitation',
    to_username: '(erased)',
    message: `User ${email} invited (erased) as member`,
  })
  expect(after.find(({ audit_event }) => audit_event === 'login_failure')?.username).toBe(
    '(erased)',
  )
  expect(after.find(({ audit_event }) => audit_event === 'person_forgotten')).toMatchObject({
    username: email,
    commitments: erased.join(','),
  })
  const verified = await owner.keepwatch('verify', '--data', data)
  expect(verified.stderr).toBe('')
  expect(verified.code).toBe(0)
})

test('there is nothing left to forget', async () => {
  const { code, stderr } = await owner.keepwatch('user', 'forget', bob)

  expect(code).toBe(1)
  expect(stderr).toContain('erased already')
})

test('somebody of whom only a filter speaks is forgotten there', async () => {
  expect(await owner.ask('user', 'forget', 'mallory@example.com')).toEqual({
    erased: [],
    filters_changed: 1,
  })
})

test('an address can be forgotten as well', async () => {
  await owner.ask('audit-alert', 'add', '--name', 'From there', '--filter', 'address:127.0.0.1')
  expect(await owner.ask('user', 'forget', '--address', '127.0.0.1')).toMatchObject({
    filters_changed: 1,
  })
  const shown = await owner.ask<{ query: string }>('audit-alert', 'view', 'From there')
  expect(JSON.stringify(shown)).toMatch(/address:sha256:[\w-]{43}/)
  const events = await readEvents(data)

  expect(events[0]?.remote_address).toBe('(erased)')
  expect(events.at(-1)?.remote_address).toBe('127.0.0.1')
})

test('no file of the data folder holds the name any more', async () => {
  await running.stop()
  const files = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const holding = files.filter((file) =>
    readFileSync(file).toString('latin1').toLowerCase().includes(bob),
  )

  expect(files).toContain(join(data, 'keepwatch.db'))
  expect(holding).toEqual([])
})
