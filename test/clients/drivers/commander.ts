import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverKeyOf } from '../../support/sdk-device.ts'
import type { TestServer } from '../../support/server.ts'
import { folderOf } from '../support/fetch-clients.ts'

const guide = join(import.meta.dirname, '../../../docs/guides/commander.md')

/** What a command of Commander said and how it ended. */
export type Said = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** The real Commander on a device of its own, started as the guide says. */
export type Commander = {
  readonly home: string
  /** Runs one command line. */
  run(...argv: readonly string[]): Promise<Said>
  /** Runs it, fails unless it ends with 0, and gives what it printed. */
  say(...argv: readonly string[]): Promise<string>
  /** The same as JSON. */
  ask<Value>(...argv: readonly string[]): Promise<Value>
  /** The password is gone from its environment. */
  forgetPassword(): void
  remove(): Promise<void>
}

/** The launcher, out of the guide: what is documented is what is tested. */
async function launcherIn(home: string): Promise<string> {
  const [, code = ''] = /```python\n([\s\S]*?)```/.exec(await readFile(guide, 'utf8')) ?? []
  const file = join(home, 'keeper.py')
  await writeFile(file, code)
  return file
}

const aMinute = 60_000

type Person = {
  readonly email: string
  readonly password: string
  /** Another key than the server's. */
  readonly serverKey?: string
}

export async function commanderOf(server: TestServer, person: Person): Promise<Commander> {
  const home = await mkdtemp(join(tmpdir(), 'keepwatch-commander-'))
  const launcher = await launcherIn(home)
  const config = join(home, 'config.json')
  await mkdir(join(home, 'work'))
  await writeFile(config, JSON.stringify({ server: server.hostname, user: person.email }), {
    mode: 0o600,
  })
  const { serverPublicKey } = await serverKeyOf(server)
  const { serverKey = serverPublicKey } = person
  let password: Record<string, string> = { KEEPER_PASSWORD: person.password }
  const run = (...argv: readonly string[]) =>
    new Promise<Said>((resolve) => {
      const env = {
        PATH: process.env['PATH'],
        HOME: home,
        TZ: 'UTC',
        PYTHONWARNINGS: 'ignore',
        KEEPWATCH_SERVER_KEY: serverKey,
        KEEPER_SSL_CERT_FILE: server.caFile,
        ...password,
      }
      const how = { cwd: join(home, 'work'), env, timeout: aMinute, maxBuffer: 64 * 1024 ** 2 }
      const python = join(folderOf('commander'), 'bin/python')
      const child = execFile(python, [launcher, '--config', config, ...argv], how, done)
      function done(error: Error | null, stdout: string, stderr: string) {
        resolve({ code: error ? (child.exitCode ?? -1) : 0, stdout, stderr })
      }
      child.stdin?.end()
    })
  const say = async (...argv: readonly string[]) => {
    const { code, stdout, stderr } = await run(...argv)
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${code}\n${stdout}\n${stderr}`)
    return stdout
  }
  return {
    home,
    run,
    say,
    ask: async <Value>(...argv: readonly string[]) => JSON.parse(await say(...argv)) as Value,
    forgetPassword: () => {
      password = {}
    },
    remove: () => rm(home, { recursive: true, force: true }),
  }
}
