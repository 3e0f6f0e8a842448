import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { encodeBase64 } from '../../src/tlog/base64.ts'
import { emptyRoot } from '../../src/tlog/hash.ts'

const execute = promisify(execFile)

/** A witness that Keepwatch did not write: filippo.io/torchwood/cmd/litewitness, with a key in an ssh-agent of its own. */
export type Litewitness = {
  readonly url: string
  readonly vkey: string
  /** What its operator does for a log: from now on it cosigns this one. */
  trust(origin: string, vkeys: readonly string[]): void
  /** Which head it has cosigned last. */
  cosigned(origin: string): { readonly size: number; readonly root: string }
  stop(): Promise<void>
  start(): Promise<void>
  /** Ends it and its ssh-agent. */
  end(): Promise<void>
}

async function build(folder: string): Promise<string> {
  const binary = join(folder, 'litewitness')
  const cwd = join(import.meta.dirname, 'litewitness')
  await execute('go', ['build', '-o', binary, 'filippo.io/torchwood/cmd/litewitness'], { cwd })
  return binary
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (!address || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGINT')
  await once(child, 'exit')
}

async function keyAgent(folder: string) {
  const socket = join(folder, 'agent')
  const key = join(folder, 'key')
  await execute('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'witness', '-f', key])
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(agent.stdout, 'data')
  await execute('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket } })
  const { stdout } = await execute('ssh-keygen', ['-l', '-f', `${key}.pub`])
  agent.stdout.resume()
  return { socket, fingerprint: stdout.split(' ')[1] ?? '', end: () => ended(agent) }
}

async function answers(url: string): Promise<void> {
  while (!(await fetch(url).catch(() => undefined))?.ok) await sleep(50)
}

/** Builds one and starts it on a free port. Its files go into `folder`. */
export async function startLitewitness(folder: string): Promise<Litewitness> {
  const [binary, agent, port] = [await build(folder), await keyAgent(folder), await freePort()]
  const url = `http://127.0.0.1:${port}`
  const db = join(folder, 'witness.db')
  let running: ChildProcess | undefined
  let vkey = ''

  async function start() {
    const flags = { name: 'witness.example/w1', db, key: agent.fingerprint }
    const where = { 'ssh-agent': agent.socket, listen: `127.0.0.1:${port}` }
    const argv = Object.entries({ ...flags, ...where }).map(([flag, value]) => `-${flag}=${value}`)
    const child = spawn(binary, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
    running = child
    for await (const line of createInterface(child.stderr)) {
      vkey = /vkey=(\S+)/.exec(line)?.[1] ?? vkey
      if (vkey) break
    }
    child.stderr.resume()
    await answers(url)
  }

  function inDatabase<Result>(work: (database: DatabaseSync) => Result): Result {
    const database = new DatabaseSync(db, { timeout: 5_000 })
    try {
      return work(database)
    } finally {
      database.close()
    }
  }

  await start()
  return {
    url,
    vkey,
    start,
    stop: () => ended(running),
    trust: (origin, vkeys) =>
      inDatabase((database) => {
        const log = database.prepare('insert into log values (?, 0, ?)')
        const key = database.prepare('insert into key values (?, ?)')
        log.run(origin, encodeBase64(emptyRoot))
        for (const each of vkeys) key.run(origin, each)
      }),
    cosigned: (origin) =>
      inDatabase((database) => {
        const head = 'select tree_size as size, tree_hash as root from log where origin = ?'
        return database.prepare(head).get(origin) as { size: number; root: string }
      }),
    async end() {
      await ended(running)
      await agent.end()
    },
  }
}
