import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

const debian = '/usr/lib/postgresql'
const user = 'keepwatch'
const startWithinMs = 30_000
const lookAgainMs = 100

/** A PostgreSQL server of this test's own. */
export type Cluster = {
  /** As an administrator of the database `postgres`. */
  readonly url: string
  /** Ends it at once, so that what lies in its memory is lost, and starts it again over what is on disk. */
  crash(): Promise<void>
  /** Ends it in order; `goOn` starts it again. */
  halt(): Promise<void>
  goOn(): Promise<void>
  /** Ends it in order, and removes its folder. */
  stop(): Promise<void>
}

/** Where the newest of Debian's PostgreSQL programs lie, or those that the path leads to. */
export function programs(): string {
  const versions = existsSync(debian) ? readdirSync(debian).map(Number).filter(Boolean) : []
  if (versions.length > 0) return join(debian, String(Math.max(...versions)), 'bin')
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')))
  if (!found) throw new Error('PostgreSQL is missing: apt-get install postgresql')
  return found
}

/** PostgreSQL refuses to run as root, so root starts it as the user that Debian's package makes. */
function unprivileged(): {
  readonly prefix: readonly string[]
  readonly ids?: readonly [number, number]
} {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const idOf = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  const ids = [idOf('-u'), idOf('-g')] as const
  return { prefix: ['setpriv', `--reuid=${ids[0]}`, `--regid=${ids[1]}`, '--clear-groups'], ids }
}

/** Lets PostgreSQL have a file of its own, such as a key, which it takes from nobody else. */
export function giveToPostgres(file: string): void {
  const { ids } = unprivileged()
  if (ids) chownSync(file, ...ids)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + startWithinMs
  while (server.exitCode === null && performance.now() < deadline) {
    const client = new Client(url)
    try {
      await client.connect()
      return
    } catch {
      await sleep(lookAgainMs)
    } finally {
      await client.end().catch(() => {})
    }
  }
  await end(server, 'SIGQUIT')
  throw new Error('PostgreSQL does not answer')
}

async function initialise(
  folder: string,
  prefix: readonly string[],
  password: string,
): Promise<void> {
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password)
  const [command = '', ...rest] = [...prefix, join(programs(), 'initdb')]
  const options = [
    '--data-checksums',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--auth=scram-sha-256',
  ]
  const place = [
    `--pgdata=${join(folder, 'data')}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
  ]
  execFileSync(command, [...rest, ...options, ...place], { cwd: folder, stdio: 'pipe' })
}

/** The server's own process, over an initialised folder. */
function launch(folder: string, settings: readonly string[]): ChildProcess {
  const { prefix } = unprivileged()
  const log = openSync(join(folder, 'log'), 'a')
  const [command = '', ...rest] = [...prefix, join(programs(), 'postgres')]
  const flags = settings.flatMap((setting) => ['-c', setting])
  const server = spawn(command, [...rest, '-D', join(folder, 'data'), ...flags], {
    cwd: folder,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  return server
}

async function end(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exit = once(server, 'exit')
  server.kill(signal)
  await exit
}

/** A folder for a server, of the user that it runs as. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keepwatch-postgres-'))
  const { ids } = unprivileged()
  if (ids) chownSync(folder, ...ids)
  return folder
}

type Place = {
  readonly folder: string
  readonly password: string
  readonly settings: readonly string[]
}

/** Starts a server over an initialised folder, on a free port. */
async function run({ folder, password, settings }: Place): Promise<Cluster> {
  const port = await freePort()
  const url = `postgres://${user}:${password}@127.0.0.1:${port}/postgres`
  const own = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
  const start = async () => {
    const launched = launch(folder, [...own, 'max_connections=400', ...settings])
    await untilReady(url, launched)
    return launched
  }

  let server = await start().catch(async (cause) => {
    const said = readFileSync(join(folder, 'log'), 'utf8')
    throw new Error(`PostgreSQL did not start:\n${said}`, { cause })
  })
  return {
    url,
    async crash() {
      await end(server, 'SIGQUIT')
      server = await start()
    },
    halt: () => end(server, 'SIGINT'),
    async goOn() {
      server = await start()
    },
    async stop() {
      await end(server, 'SIGINT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Starts PostgreSQL on a free port of the loopback, in a temporary folder, as safe as it comes: flushes, checksums and a
 * password. `settings` are what its command line takes after `-c`.
 */
export async function startCluster(settings: readonly string[] = []): Promise<Cluster> {
  const folder = newFolder()
  const password = randomBytes(16).toString('hex')
  await initialise(folder, unprivileged().prefix, password)
  return run({ folder, password, settings })
}

/** Starts a streaming replica of a server, with what the server has by now. */
export async function startStandby(primary: string): Promise<Cluster> {
  const folder = newFolder()
  const [command = '', ...rest] = [...unprivileged().prefix, join(programs(), 'pg_basebackup')]
  const flags = ['--write-recovery-conf', '--wal-method=stream', '--checkpoint=fast']
  const place = [`--dbname=${primary}`, `--pgdata=${join(folder, 'data')}`]
  execFileSync(command, [...rest, ...place, ...flags], { cwd: folder, stdio: 'pipe' })
  return run({ folder, password: new URL(primary).password, settings: [] })
}
