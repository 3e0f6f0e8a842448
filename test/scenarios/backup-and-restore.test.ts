import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Running, serve } from '../../src/serve.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { readEvents } from '../support/read-events.ts'

/** A server is backed up while it runs, lost, and put back, told as it goes. */

const email = 'owner@example.com'
let place: string
let data: string
let backup: string
let listen = '127.0.0.1:0'
let running: Running
let owner: CommandLine
let recordUid: string

const begin = async (folder: string, flags: Readonly<Record<string, unknown>> = {}) => {
  const given = { data: folder, listen, tls: 'off', logLevel: 'silent', ...flags }
  running = await serve(readConfig(given, {}))
  listen = `127.0.0.1:${new URL(running.url).port}`
}
const restoreTo = (folder: string, file = backup) =>
  owner.keepwatch('restore', file, '--data', folder, '--format', 'json')

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'keepwatch-backup-'))
  data = join(place, 'data')
  backup = join(place, 'backup.db')
  await begin(data)
  owner = await commandLine(running, email)
  const setup = ['--name', 'Example', '--setup-code', running.setupCode?.code ?? '']
  await owner.ask('account', 'create', '--email', email, ...setup)
  const record = ['--title', 'Database', '--type', 'login', '--field', 'password=hunter2']
  recordUid = (await owner.ask<{ record_uid: string }>('record', 'add', ...record)).record_uid
})

afterAll(async () => {
  await running.stop()
  await owner.remove()
  await rm(place, { recursive: true, force: true })
})

test('a backup of a running server is one file, for its owner alone, and holds what was acknowledged', async () => {
  const writing = Promise.all(Array.from({ length: 4 }, () => owner.keepwatch('whoami')))
  const made = await owner.ask<{ size: number; signed: number }>('backup', backup, '--data', data)
  await writing

  expect(made.size).toBeGreaterThan(0)
  expect(made.signed).toBeGreaterThan(0)
  expect(statSync(backup).mode & 0o777).toBe(0o600)
  expect(readdirSync(place).sort()).toEqual(['backup.db', 'data'])
})

test('it is not put into a folder that holds something', async () => {
  const { code, stderr } = await restoreTo(data)

  expect(code).toBe(1)
  expect(stderr).toContain('not empty')
})

test('what is no backup, and a backup with an edited event, leave nothing behind', async () => {
  const other = join(place, 'other.db')
  const folder = join(place, 'refused')
  await writeFile(other, 'not a database')
  expect((await restoreTo(folder, other)).code).toBe(2)

  const bytes = readFileSync(backup)
  const at = bytes.indexOf('"audit_event":"create_user"')
  expect(at).toBeGreaterThan(0)
  bytes.write('"audit_event":"remove_user"'.slice(0, 27), at)
  await writeFile(other, bytes)
  const edited = await restoreTo(folder, other)
  expect(edited.code).toBe(4)
  expect(edited.stderr).toContain('is not the one that was written')
  expect(readdirSync(folder)).toEqual([])
  await rm(other)
})

test('restored, it serves what it held, says that it was restored, and keeps its keys out of the database', async () => {
  await running.stop()
  const folder = join(place, 'restored')
  expect((await restoreTo(folder)).code).toBe(0)

  const key = readFileSync(join(folder, 'log-key'))
  expect(key).toEqual(readFileSync(join(data, 'log-key')))
  expect(statSync(join(folder, 'log-key')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, 'keepwatch.db')).includes(key.subarray(0, -1))).toBe(false)
  expect((await readEvents(folder)).at(-1)?.audit_event).toBe('store_restored')

  await begin(folder)
  const elsewhere = await commandLine(running, email)
  const { stdout } = await elsewhere.keepwatch('record', 'get', recordUid, '--format', 'json')
  expect(stdout).toContain('hunter2')
  await elsewhere.remove()
  await running.stop()
})

test('a backup that is older than what people saw is convicted by their command line and by kept checkpoints', async () => {
  await begin(data)
  for (let n = 0; n < 3; n++) expect((await owner.keepwatch('login')).code).toBe(0)
  await running.stop()
  const folder = join(place, 'old')
  expect((await restoreTo(folder)).code).toBe(0)
  const checkpoint = join(data, 'log-anchor')
  const verified = await owner.keepwatch('verify', '--data', folder, '--checkpoint', checkpoint)
  expect(verified.code).toBe(4)
  expect(`${verified.stdout}${verified.stderr}`).toContain('rolled')

  await begin(folder)
  const { code, stderr } = await owner.keepwatch('record', 'get', recordUid)
  await running.stop()

  expect(code).toBe(4)
  expect(stderr).toMatch(/rolled back|another past/)
})

test('a surviving anchor stops the server until the loss is accepted; then the secrets are there again', async () => {
  const folder = join(place, 'anchored')
  await mkdir(folder)
  await copyFile(join(data, 'log-anchor'), join(folder, 'log-anchor'))
  const { code, stderr } = await restoreTo(folder)
  expect(code).toBe(0)
  expect(stderr).toContain('rolled back')

  await expect(begin(folder)).rejects.toThrow('rolled back')
  await begin(folder, { acceptRollback: true })
  expect((await owner.keepwatch('login', '--trust-new-log')).code).toBe(0)
  const { stdout } = await owner.keepwatch('record', 'get', recordUid, '--format', 'json')
  expect(stdout).toContain('hunter2')
  expect(existsSync(join(folder, 'keepwatch.db'))).toBe(true)
})
