import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Running, serve } from '../../src/serve.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'

/** The columns that reports are read from: checked, damaged, made anew. */

const email = 'owner@example.com'
let data: string
let running: Running
let owner: CommandLine

const start = () =>
  serve(readConfig({ data, listen: '127.0.0.1:0', tls: 'off', logLevel: 'silent' }, {}))

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'keepwatch-projection-'))
  running = await start()
  owner = await commandLine(running, email)
  const setup = ['--name', 'Example', '--setup-code', running.setupCode?.code ?? '']
  await owner.ask('account', 'create', '--email', email, ...setup)
  await owner.keepwatch('login')
})

afterAll(async () => {
  await owner.remove()
  await rm(data, { recursive: true, force: true })
})

const verified = () => owner.ask<{ projection: string }>('verify', '--data', data)

test('before the first question there is none', async () => {
  expect((await verified()).projection).toBe('none yet: the first query makes it')
})

test('while the server answers from it, it is left alone', async () => {
  await owner.ask('audit-report', '--report-type', 'span', '--columns', 'username')
  const main = join(import.meta.dirname, '../../src/main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'verify', '--data', data])
  expect(stdout).toContain('in use by a server: not checked')
  const rebuild = await owner.keepwatch('projection', 'rebuild', '--data', data)
  expect(rebuild.code).toBe(1)
  expect(rebuild.stderr).toContain('stop it first')
})

test('verify holds it against the log, and so does projection check', async () => {
  await running.stop()
  expect((await verified()).projection).toMatch(/^agrees in \d+ events$/)
  const { projection } = await owner.ask<{ projection: string }>(
    'projection',
    'check',
    '--data',
    data,
  )
  expect(projection).toMatch(/^agrees in \d+ events$/)
})

test('one that cannot be read is made anew by a command, from the log', async () => {
  await writeFile(join(data, 'projection', 'events.duckdb'), 'damaged')
  const checked = await owner.keepwatch('projection', 'check', '--data', data)
  expect(checked.code).toBe(4)
  const { events } = await owner.ask<{ events: number }>('projection', 'rebuild', '--data', data)
  expect(events).toBeGreaterThan(1)
  expect((await verified()).projection).toBe(`agrees in ${events} events`)
})
