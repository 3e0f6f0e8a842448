import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importFile } from '../support/imported-samples.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** An import whose process is killed in the middle, and begun again. */

const lines = 16_000
let server: TestServer
let owner: CommandLine
let folder: string
let file: string

/** Half of the lines stand twice, as where times are whole seconds. */
const line = (n: number) =>
  JSON.stringify({
    audit_event: 'app_client_access',
    username: 'ann@example.com',
    timestamp: new Date(
      Date.UTC(2025, 0) + Math.floor(n - (n % 4 === 1 ? 1 : 0)) * 1_000,
    ).toISOString(),
  })

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  owner = await ownerOf(server)
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-import-'))
  file = join(folder, 'siem.ndjson')
  await writeFile(file, Array.from({ length: lines }, (_, n) => `${line(n)}\n`).join(''))
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await rm(folder, { recursive: true })
})

const inLog = async () => {
  const events = await server.events()
  return {
    imported: events.filter((event) => event['imported_from'] === 'keeper').length,
    told: events
      .filter(({ audit_event }) => audit_event === 'log_imported')
      .reduce((sum, event) => sum + Number(event['imported']), 0),
  }
}

test('what came in before the kill is whole and told, and the same command brings the rest once', async () => {
  const program = join(import.meta.dirname, '../../src/main.ts')
  const child = spawn(process.execPath, [program, 'import', file], {
    env: { ...process.env, KEEPWATCH_SERVER: server.url, KEEPWATCH_HOME: owner.home },
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  while ((await inLog()).imported === 0 && child.exitCode === null) await sleep(100)
  child.kill('SIGKILL')
  await ended
  const { imported, told } = await inLog()
  const again = await importFile(owner, file)

  expect(imported).toBeGreaterThan(0)
  expect(imported).toBeLessThan(lines)
  expect(told).toBe(imported)
  expect(again).toMatchObject({ entries: lines, unreadable: 0 })
  expect(again.already_there).toBeGreaterThanOrEqual(imported)
  expect(await inLog()).toEqual({ imported: lines, told: lines })
})
