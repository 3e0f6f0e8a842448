import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverKeyOf } from '../../support/sdk-device.ts'
import type { TestServer } from '../../support/server.ts'
import { folderOf } from '../support/fetch-clients.ts'
import { commanderShell, type Program, type Said } from './commander-shell.ts'

const guide = join(import.meta.dirname, '../../../docs/guides/commander.md')

/** Runs one command line. */
type Run = (...argv: readonly string[]) => Promise<Said>

/** What can be told command lines. */
export type Told = {
  readonly run: Run
  /** Runs it, fails unless it ends with 0, and gives what it printed. */
  say(...argv: readonly string[]): Promise<string>
  /** The same as JSON. */
  ask<Value>(...argv: readonly string[]): Promise<Value>
}

/** The real Commander on a device of its own, started as the guide says: a process for each line. */
export type Commander = Told & {
  readonly home: string
  /** One process for all lines, as it is for whoever works with it; it begins with the first of them. */
  readonly shell: Told
  /** How it is started. */
  readonly program: Program
  /** The password is gone from its environment. */
  forgetPassword(): void
  remove(): Promise<void>
}

/** The launcher, out of the guide: what is documented is what is tested. `to-bind` has the lines for `--config-init`, too. */
async function launcherIn(home: string, kind: 'plain' | 'to-bind'): Promise<string> {
  const blocks = (await readFile(guide, 'utf8')).matchAll(/```python\n([\s\S]*?)```/g)
  const [launcher = '', binding = ''] = [...blocks].map(([, code = '']) => code)
  const last = 'sys.exit(main())'
  const code = kind === 'plain' ? launcher : launcher.replace(last, () => `${binding}${last}`)
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
  /** Its launcher has the lines that `--config-init` needs. */
  readonly launcher?: 'to-bind'
  /** What else is in its environment. */
  readonly more?: Readonly<Record<string, string>>
}

const oneProcess = ({ command, args, cwd, env }: Program, argv: readonly string[]) =>
  new Promise<Said>((resolve) => {
    const how = { cwd, env: { ...env() }, timeout: aMinute, maxBuffer: 64 * 1024 ** 2 }
    const child = execFile(command, [...args, ...argv], how, done)
    function done(error: Error | null, stdout: string, stderr: string) {
      resolve({ code: error ? (child.exitCode ?? -1) : 0, stdout, stderr })
    }
    child.stdin?.end()
  })

const told = (run: Run): Told => {
  const say: Told['say'] = async (...argv) => {
    const { code, stdout, stderr } = await run(...argv)
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${code}\n${stdout}\n${stderr}`)
    return stdout
  }
  return {
    run,
    say,
    ask: async <Value>(...argv: readonly string[]) => JSON.parse(await say(...argv)) as Value,
  }
}

export async function commanderOf(server: TestServer, person: Person): Promise<Commander> {
  const home = await mkdtemp(join(tmpdir(), 'keepwatch-commander-'))
  const launcher = await launcherIn(home, person.launcher ?? 'plain')
  const config = join(home, 'config.json')
  const cwd = join(home, 'work')
  await mkdir(cwd)
  await writeFile(config, JSON.stringify({ server: server.hostname, user: person.email }), {
    mode: 0o600,
  })
  const { serverPublicKey } = await serverKeyOf(server)
  const { serverKey = serverPublicKey } = person
  let password: Record<string, string> = { KEEPER_PASSWORD: person.password }
  const program: Program = {
    command: join(folderOf('commander'), 'bin/python'),
    args: [launcher, '--config', config],
    cwd,
    env: () => ({
      PATH: process.env['PATH'],
      HOME: home,
      TZ: 'UTC',
      PYTHONWARNINGS: 'ignore',
      PYTHONUNBUFFERED: '1',
      // Columns of a report are a set to Commander: in the same order every time.
      PYTHONHASHSEED: '0',
      KEEPWATCH_SERVER_KEY: serverKey,
      KEEPER_SSL_CERT_FILE: server.caFile,
      ...person.more,
      ...password,
    }),
  }
  const shell = commanderShell(program)
  return {
    ...told((...argv) => oneProcess(program, argv)),
    home,
    program,
    shell: told(shell.run),
    forgetPassword: () => {
      password = {}
    },
    async remove() {
      await shell.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}
