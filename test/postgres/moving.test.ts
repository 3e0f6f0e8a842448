import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServerProcess, startProcess, stopProcess } from '../faults/support/server-process.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { newPlace } from './place.ts'
import { testServer } from './server.ts'

/** An installation moves into PostgreSQL and back while its servers run and people write. */

type Moved = {
  readonly size: number
  readonly root: string
  readonly from: string
  readonly to: string
}
type Record = { readonly record_uid: string }

let folder: string
let data: string
let database: Awaited<ReturnType<typeof newPlace>>
let server: ServerProcess
let listen = '127.0.0.1:0'
let owner: CommandLine
/** The records that somebody was told of. */
const acknowledged: string[] = []

async function begin(...flags: readonly string[]): Promise<string> {
  server = startProcess({ folder: data, flags: ['--tls', 'off', '--listen', listen, ...flags] })
  const url = await server.url
  if (!url) throw new Error(`the server did not start: ${server.log()}`)
  listen = `127.0.0.1:${new URL(url).port}`
  return url
}

async function addRecord(): Promise<boolean> {
  const answer = await owner.keepwatch(
    ...['record', 'add', '--title', `Record ${acknowledged.length}`, '--type', 'login'],
    ...['--format', 'json'],
  )
  if (answer.code === 0) acknowledged.push(answer.json<Record>().record_uid)
  return answer.code === 0
}

/** Runs the command while others go on adding records, each until one is refused. */
async function migrateUnderLoad(...argv: readonly string[]): Promise<Moved> {
  let over = false
  const write = async () => {
    while (!over && (await addRecord()));
  }
  const writing = [write(), write()]
  const answer = await migrate(...argv)
  over = answer.code !== 0
  await Promise.all(writing)
  expect(answer).toMatchObject({ code: 0 })
  return answer.json<Moved>()
}

const recordUids = async () =>
  (await owner.ask<readonly Record[]>('record', 'list')).map(({ record_uid }) => record_uid).sort()

const migrate = (...argv: readonly string[]) =>
  owner.keepwatch('migrate', ...argv, '--data', data, '--format', 'json')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-moving-'))
  data = join(folder, 'data')
  database = await newPlace(testServer())
  const url = await begin()
  owner = await commandLine({ url }, 'owner@example.com')
  const setup = ['--name', 'Example', '--setup-code', (await server.setupCode) ?? '']
  await owner.ask('account', 'create', '--email', 'owner@example.com', ...setup)
  await owner.keepwatch('login')
  for (let n = 0; n < 3; n++) await addRecord()
})

afterAll(async () => {
  await stopProcess(server)
  await owner.remove()
  await database.remove()
  await rm(folder, { recursive: true })
})

test('a store moves into PostgreSQL while people write: what was acknowledged is there, under the same root', async () => {
  const { from, to, size, root } = await migrateUnderLoad('--to', database.place)

  expect(from).toBe(join(data, 'keepwatch.db'))
  expect(to).toMatch(/^postgres:\/\/127\.0\.0\.1:\d+\/\w+$/)
  expect(await server.ended).toBe(1)
  expect(server.log()).toContain('this store was moved')

  await begin('--database-url', database.place)
  expect(await recordUids()).toEqual([...acknowledged].sort())
  const report = ['audit-report', '--report-type', 'raw', '--event-type', 'store_moved']
  const [event] = await owner.ask<readonly { readonly message: string }[]>(...report)
  expect(event?.message).toBe(
    `The store with its ${size} events was moved from ${from} to ${to}; the root hash is ${root}`,
  )
})

test('nobody serves the old place by mistake, and nothing is moved into a store that is in use', async () => {
  const old = startProcess({ folder: data })
  expect(await old.ended).toBe(1)
  expect(old.log()).toContain('moved to postgres://')

  expect((await migrate('--to', database.place)).stderr).toContain('moved to postgres://')

  const other = join(folder, 'other')
  const another = startProcess({ folder: other })
  await another.url
  await stopProcess(another)
  const inUse = (...argv: readonly string[]) => owner.keepwatch('migrate', ...argv, '--data', other)
  const into = await inUse('--to', database.place)
  expect(into).toMatchObject({ code: 1, stderr: expect.stringContaining('holds a store already') })
  const over = await inUse('--from', database.place)
  expect(over).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is a store that is in use'),
  })
})

test('the way back is the same: PostgreSQL takes nothing any more, and the log goes on in the data folder', async () => {
  await migrateUnderLoad('--from', database.place)
  expect((await owner.keepwatch('record', 'add', '--title', 'Late')).stderr).toContain('was moved')
  await stopProcess(server)

  await begin()
  expect(await recordUids()).toEqual([...acknowledged].sort())
  expect(await addRecord()).toBe(true)
  expect(await owner.keepwatch('verify', '--data', data)).toMatchObject({ code: 0 })
  expect((await readdir(data)).filter((name) => name.startsWith('keepwatch-left-'))).toHaveLength(1)
})

test('a store in use is not moved over, and a database that is not there leaves everything as it was', async () => {
  const over = await migrate('--from', database.place)
  expect(over.code).toBe(1)
  expect(over.stderr).toContain(`moved to ${join(data, 'keepwatch.db')}`)
  expect((await migrate()).code).toBe(2)

  const nowhere = await migrate('--to', 'postgres://nobody@127.0.0.1:1/nothing')
  expect(nowhere.code).toBe(2)
  expect(await addRecord()).toBe(true)
})
