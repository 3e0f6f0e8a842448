import { readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Running, serve } from '../../src/serve.ts'
import { openCheckpoint } from '../../src/tlog/checkpoint.ts'
import { noteVerifier } from '../../src/tlog/note-key.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { readEvents } from '../support/read-events.ts'

/** A log that changes its key, told as it goes. */

const email = 'owner@example.com'
let data: string
let listen = '127.0.0.1:0'
let running: Running
let owner: CommandLine
let oldKey: string

const read = (name: string) => readFileSync(join(data, name), 'utf8')
const lines = (name: string) => read(name).trimEnd().split('\n')
const begin = async () => {
  running = await serve(readConfig({ data, listen, tls: 'off', logLevel: 'silent' }, {}))
  listen = `127.0.0.1:${new URL(running.url).port}`
}
const rotate = (...flags: readonly string[]) =>
  owner.keepwatch('log', 'rotate-key', '--data', data, ...flags)

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'keepwatch-rotation-'))
  await begin()
  oldKey = lines('log-vkey')[0] ?? ''
  owner = await commandLine(running, email)
  const setup = ['--name', 'Example', '--setup-code', running.setupCode?.code ?? '']
  await owner.ask('account', 'create', '--email', email, ...setup)
  expect((await owner.keepwatch('login')).code).toBe(0)
})

afterAll(async () => {
  await running.stop()
  await owner.remove()
  await rm(data, { recursive: true, force: true })
})

test('the key of a running server cannot be changed', async () => {
  const { code, stderr } = await rotate()

  expect(code).toBe(1)
  expect(stderr).toContain('stop it first')
  expect(lines('log-key')).toHaveLength(1)
})

test('a new key signs first and the old one beside it, under the same name', async () => {
  await running.stop()
  expect((await rotate()).code).toBe(0)

  const [fresh, old] = lines('log-vkey')
  expect(old).toBe(oldKey)
  expect(fresh?.split('+')[0]).toBe(oldKey.split('+')[0])
  expect(statSync(join(data, 'log-key')).mode & 0o777).toBe(0o600)
  for (const vkey of [fresh, old])
    expect(openCheckpoint(read('log-anchor'), [noteVerifier(vkey ?? '')]).size).toBeGreaterThan(0)
  expect((await readEvents(data)).at(-1)).toMatchObject({
    audit_event: 'log_key_rotated',
    old_key: oldKey,
    new_key: fresh,
  })
})

test('a second rotation waits for the end of the overlap', async () => {
  const { code, stderr } = await rotate()

  expect(code).toBe(1)
  expect(stderr).toContain('--drop-old')
})

test('whoever knew the old key learns the new one, and goes on when the old one is dropped', async () => {
  await begin()
  expect((await owner.keepwatch('whoami')).code).toBe(0)
  await running.stop()
  expect((await rotate('--drop-old')).code).toBe(0)
  expect(lines('log-vkey')).toHaveLength(1)
  expect(() => openCheckpoint(read('log-anchor'), [noteVerifier(oldKey)])).toThrow('No known key')
  await begin()

  expect((await owner.keepwatch('whoami')).code).toBe(0)
  expect((await readEvents(data)).map(({ audit_event }) => audit_event)).toContain(
    'log_key_retired',
  )
})

test('there is nothing to drop when one key signs', async () => {
  await running.stop()
  const { code, stderr } = await rotate('--drop-old')
  await begin()

  expect(code).toBe(1)
  expect(stderr).toContain('no old one')
})
