import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const tour = readme.slice(readme.indexOf('## Five minutes'))
const [start = '', ...steps] = [...tour.matchAll(/```sh\n(.*?)```/gs)].map(([, code = '']) => code)

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address ? address.port : 0
}

let checkout: string
let server: ChildProcess
let environment: NodeJS.ProcessEnv

/** `npm start` of this checkout, with port and data of its own; the other commands run beside that data, as they stand. */
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'keepwatch-tour-'))
  await mkdir(join(checkout, 'bin'))
  for (const name of ['bin/keepwatch', 'node_modules'])
    await symlink(join(root, name), join(checkout, name))
  const address = `localhost:${await freePort()}`
  environment = {
    ...process.env,
    KEEPWATCH_LISTEN: address.replace('localhost', '127.0.0.1'),
    KEEPWATCH_SERVER: `https://${address}`,
    KEEPWATCH_DATA: join(checkout, 'data'),
    KEEPWATCH_HOME: join(checkout, 'home'),
  }
  server = spawn('sh', ['-c', `exec ${start}`], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!server.stdout) throw new Error('the server has no output')
  for await (const line of createInterface(server.stdout)) if (line.includes('serves')) return
  throw new Error('the server did not start')
})

afterAll(async () => {
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
  await rm(checkout, { recursive: true, force: true })
})

test('every command of the tour does what the README says', async () => {
  expect(start.trim()).toBe('npm start')
  expect(steps.length).toBeGreaterThanOrEqual(5)

  const script = ['set -euo pipefail', ...steps].join('\n')
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd: checkout,
    env: environment,
  })

  expect(stdout).toContain('Database s3cret')
  expect(stdout).toContain('KSM device runner has accessed secrets from application')
  expect(existsSync(join(checkout, 'data/setup-code'))).toBe(false)
  expect(stdout).toMatch(/\d+ events/)
})

test('every file that the README names is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path)

  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([])
})
