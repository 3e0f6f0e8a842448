import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Running, serve } from '../../src/serve.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { readEvents } from '../support/read-events.ts'

/** A server that somebody puts back to an older copy, told as it goes; each step stands on the ones before it. */

const place = mkdtempSync(join(tmpdir(), 'keepwatch-rollback-'))
const data = join(place, 'data')
const older = join(place, 'older.db')
const database = join(data, 'keepwatch.db')
const email = 'owner@example.com'

let listen = '127.0.0.1:0'
let running: Running
let owner: CommandLine

const begin = async (flags: Readonly<Record<string, unknown>> = {}) => {
  running = await serve(readConfig({ data, listen, tls: 'off', logLevel: 'silent', ...flags }, {}))
  listen = `127.0.0.1:${new URL(running.url).port}`
}

/** Every file of the data folder by its hash, but the lock, which holds nothing. */
const fingerprints = () =>
  readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'keepwatch.lock')
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')])

beforeAll(async () => {
  await begin()
  owner = await commandLine(running, email)
  const setup = ['--name', 'Example', '--setup-code', running.setupCode?.code ?? '']
  await owner.ask('account', 'create', '--email', email, ...setup)
  await running.stop()
  cpSync(database, older)
  await begin()
  for (let n = 0; n < 3; n++) expect((await owner.keepwatch('login')).code).toBe(0)
  await running.stop()
})

afterAll(async () => {
  await running.stop()
  await owner.remove()
  rmSync(place, { recursive: true, force: true })
})

test('a server does not start over a store that is older than what it signed, and changes nothing', async () => {
  cpSync(older, database)
  const before = fingerprints()

  await expect(begin()).rejects.toThrow(/it was rolled back.*--accept-rollback/)
  const examined = await owner.keepwatch('doctor', '--data', data, '--tls', 'off')
  expect([examined.code, examined.stderr]).toEqual([4, expect.stringContaining('rolled back')])
  expect(fingerprints()).toEqual(before)
})

test('with the anchor removed it starts, and whoever was there before is told that the past is missing', async () => {
  rmSync(join(data, 'log-anchor'))
  await begin()
  const { code, stderr } = await owner.keepwatch('whoami')

  expect(code).toBe(4)
  expect(stderr).toMatch(/rolled back|another past/)
  const evidence = /kept in (\S+):/.exec(stderr)?.[1] ?? ''
  const sides = JSON.parse(readFileSync(evidence, 'utf8'))
  expect(sides.known.checkpoint).toContain(sides.known.vkeys[0].split('+')[0])
  expect(sides.shown.checkpoint).not.toBe(sides.known.checkpoint)
})

test('it stays convicted when its log has grown past what was signed', async () => {
  for (let n = 0; n < 5; n++) expect((await owner.keepwatch('login')).code).toBe(4)
  const { code, stderr } = await owner.keepwatch('whoami')

  expect(code).toBe(4)
  expect(stderr).toContain('another past than before')
  await running.stop()
})

test('an operator who accepts the loss does so on the record, as a new log', async () => {
  cpSync(older, database)
  await begin({ acceptRollback: true })
  const accepted = (await readEvents(data)).find(
    ({ audit_event }) => audit_event === 'log_rollback_accepted',
  )

  expect(accepted?.['origin']).not.toBe(accepted?.['old_origin'])
  expect(Number(accepted?.['signed_size'])).toBeGreaterThan(Number(accepted?.['size']))
})

test('the people have to accept it too', async () => {
  const refused = await owner.keepwatch('whoami')
  expect(refused.code).toBe(4)
  expect(refused.stderr).toContain('none of the keys')
  expect((await owner.keepwatch('login', '--trust-new-log')).code).toBe(0)

  expect((await owner.keepwatch('whoami')).code).toBe(0)
})
