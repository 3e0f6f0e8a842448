import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clientIdOf } from '../../src/client/crypto/one-time-token.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { type RawDevice, rawDevice } from '../support/raw-device.ts'
import { readEvents } from '../support/read-events.ts'
import type { TestServer } from '../support/server.ts'
import { readSecrets } from './support/device-load.ts'
import { clean, inspect } from './support/inspect.ts'
import { type ServerProcess, startProcess, stopProcess } from './support/server-process.ts'

/** A real server on a real volume of eight megabytes that fills up and is emptied again. */

const megabyte = 1024 * 1024
const reserve = 2 * megabyte

let volume: string
let server: ServerProcess
let owner: CommandLine
let device: RawDevice
let url: string
let record: string

beforeEach(() => {
  volume = mkdtempSync(join(tmpdir(), 'keepwatch-volume-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${8 * megabyte}`, 'tmpfs', volume])
})

afterEach(async () => {
  await stopProcess(server)
  await owner.remove()
  execFileSync('umount', [volume])
  rmdirSync(volume)
})

/** A server with an owner, a record, and a device that has connected. */
async function begin(reserved: number) {
  const flags = ['--tls', 'off', '--disk-reserve', String(reserved)]
  server = startProcess({ folder: volume, flags })
  url = (await server.url) ?? ''
  const setupCode = { file: '', code: (await server.setupCode) ?? '' }
  owner = await ownerOf({ url, setupCode } as TestServer)
  const fields = ['--title', 'Registry', '--field', 'password=hunter2']
  record = (await owner.ask<Named>('record', 'add', ...fields))['record_uid'] ?? ''
  const app = (await owner.ask<Named>('sm', 'app', 'create', 'Builds'))['app_uid'] ?? ''
  await owner.ask('sm', 'share', 'add', '--app', app, '--secret', record)
  const added = await owner.ask<Named | readonly Named[]>('sm', 'client', 'add', '--app', app)
  const { token = '' } = [added].flat()[0] as Named
  device = await rawDevice({ server: { url }, clientId: await clientIdOf(token) })
  await device.bind()
}

type Named = Readonly<Record<string, string>>

const ballast = () => join(volume, 'ballast')

/** Leaves so many bytes free. */
async function fillUpTo(left: number) {
  const { bavail, bsize } = await statfs(volume)
  await writeFile(ballast(), new Uint8Array(bavail * bsize - left)).catch(() => undefined)
}

/** Asks again until the answer is the one that is waited for; a test that waits in vain ends by its own limit. */
async function until<Answer>(ask: () => Promise<Answer>, isIt: (answer: Answer) => boolean) {
  for (;;) {
    const answer = await ask()
    if (isIt(answer)) return answer
    await sleep(100)
  }
}

const reads = () => device.call('get_secret')
const isServed = ({ status }: { status: number }) => status === 200
const named = async (name: string) =>
  (await readEvents(volume)).filter(({ audit_event }) => audit_event === name)

test('below the reserve no secret is given out, everything that helps goes on, and it ends by itself', async () => {
  await begin(reserve)
  await fillUpTo(reserve / 2)
  const refused = await until(reads, (answer) => !isServed(answer))
  expect(refused).toMatchObject({
    status: 403,
    json: { error: 'throttled', message: expect.stringContaining('nearly full') },
  })

  for (let n = 0; n < 10; n++) expect((await reads()).status).toBe(403)
  const opened = await owner.keepwatch('record', 'get', record)
  expect(opened.code).not.toBe(0)
  expect(opened.stderr).toContain('nearly full')
  expect(opened.stdout).not.toContain('hunter2')

  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await owner.keepwatch('login')).code).toBe(0)
  const report = await owner.keepwatch('audit-report', '--report-type', 'raw')
  expect(report.stdout).toContain('disk_nearly_full')
  expect((await owner.keepwatch('record', 'remove', record)).code).toBe(0)

  await rm(ballast())
  await until(reads, isServed)
  expect(
    await until(
      () => named('disk_space_restored'),
      (found) => found.length > 0,
    ),
  ).toHaveLength(1)
  expect(await named('disk_nearly_full')).toHaveLength(1)
})

test('on a disk without any room nothing leaks and nothing is lost, and it goes on without a restart', async () => {
  await begin(0)
  const before = await readSecrets(device, { clients: 2, requests: 5 })
  await fillUpTo(0)
  const full = await readSecrets(device, { clients: 4, requests: 100, first: 100 })
  expect(full.unknown).toEqual([])
  expect(full.refused.length).toBeGreaterThan(0)
  for (const { text } of full.refused)
    expect(JSON.parse(text)).toMatchObject({ error: 'throttled' })
  expect((await fetch(`${url}/healthz`)).status).toBe(200)

  await rm(ballast())
  const after = await readSecrets(device, { clients: 2, requests: 5, first: 1_000 })
  expect(after.refused).toEqual([])
  expect(await stopProcess(server)).toBe(0)

  const served = [before, full, after].flatMap((history) => history.served)
  expect(await inspect(volume, { served, refused: [], unknown: [] })).toEqual(clean)
})
