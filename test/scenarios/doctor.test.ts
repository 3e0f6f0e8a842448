import { existsSync, statSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthority } from '../../src/tls/certificate-authority.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** `keepwatch doctor` beside a server that runs, and from outside. */

let server: TestServer
let owner: CommandLine

beforeAll(async () => {
  server = await startServer()
  owner = await ownerOf(server)
  await owner.keepwatch('login')
})
afterAll(async () => {
  await owner.remove()
  await server.stop()
})

type Found = {
  readonly check: string
  readonly state: string
  readonly finding: string
  readonly what_to_do?: string
}

const place = () => ['--data', server.folder, ...server.placeFlags]
const doctor = (...argv: readonly string[]) =>
  owner.keepwatch('doctor', '--format', 'json', ...argv)
const bad = (found: readonly Found[]) => found.filter(({ state }) => state === 'wrong')

test('a server that runs well: every check has looked, nothing is wrong, and nothing was changed', async () => {
  const before = statSync(join(server.folder, 'log-key')).mtimeMs
  const answer = await doctor(...place())
  const found = answer.json<readonly Found[]>()
  expect(bad(found)).toEqual([])
  expect(answer.code).toBe(0)
  const checks = ['node', 'data folder', 'disk', 'database', 'migrations', 'certificate', 'log']
  expect(found.map(({ check }) => check)).toEqual(expect.arrayContaining(checks))
  expect(found.find(({ check }) => check === 'log')?.finding).toMatch(/^\d+ events, of which \d+/)
  expect(statSync(join(server.folder, 'log-key')).mtimeMs).toBe(before)
  expect(existsSync(join(server.folder, '.doctor'))).toBe(false)
})

test('people get a table, and what is wrong ends with 1 and the first sentence of it', async () => {
  await chmod(join(server.folder, 'log-key'), 0o644)
  const { code, stdout, stderr } = await owner.keepwatch('doctor', ...place())
  await chmod(join(server.folder, 'log-key'), 0o600)
  expect(code).toBe(1)
  expect(stdout).toContain('what_to_do')
  expect(stderr).toContain(`data folder: Others may read ${join(server.folder, 'log-key')}.`)
})

test('from outside: the name, the certificate and whether the server is ready', async () => {
  const ca = ['--ca', server.caFile ?? '']
  const well = await doctor('--url', server.url, ...ca)
  expect([well.code, well.json<readonly Found[]>().map(({ state }) => state)]).toEqual([
    0,
    ['ok', 'ok'],
  ])
  const other = join(owner.home, 'other-ca.pem')
  await writeFile(other, (await createAuthority(new Date())).cert)
  const stranger = await doctor('--url', server.url, '--ca', other)
  expect(stranger.code).toBe(1)
  expect(stranger.stderr).toContain('is not believed')
  const nobody = await doctor('--url', 'https://127.0.0.1:9')
  expect(nobody.stderr).toContain('Nobody answers at https://127.0.0.1:9')
  const nameless = await doctor('--url', 'https://nobody.invalid')
  expect(nameless.stderr).toContain('has no address here')
  expect((await doctor('--url', 'nonsense')).code).toBe(2)
})

test('a key that does not open the keys of the server is found', async () => {
  const keyFile = join(owner.home, 'key')
  await writeFile(keyFile, 'too short', { mode: 0o600 })
  const { code, stderr } = await doctor(...place(), '--key-file', keyFile)
  expect([code, stderr]).toEqual([1, expect.stringContaining('gives no key')])
})
