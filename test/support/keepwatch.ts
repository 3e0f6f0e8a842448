import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { run } from '../../src/cli/program.ts'
import { logIn } from '../../src/client/account.ts'
import { type ApiClient, connectApi } from '../../src/client/api.ts'
import type { GivenRole } from '../../src/kernel/roles.ts'
import { offline } from '../../src/offline.ts'
import type { TestServer } from './server.ts'

/** What a command said and how it ended. */
export type Answer = {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The standard output as JSON, for `--format json`. */
  json<Value>(): Value
}

/** A command that may still be running. */
export type Started = {
  readonly finished: Promise<Answer>
  /** Resolves with the standard output so far once it contains the text. */
  prints(text: string): Promise<string>
  /** As Ctrl-C does. */
  interrupt(): void
}

/** Somebody at a command line, with a folder of their own for what is kept between commands. */
export type CommandLine = {
  readonly home: string
  /** Runs `keepwatch` in this process. */
  keepwatch(...argv: readonly string[]): Promise<Answer>
  /** Starts it, for a command that runs until it is told to stop. */
  start(...argv: readonly string[]): Started
  /** Runs it with `--format json` and gives what it printed; fails when it did not exit with 0. */
  ask<Value>(...argv: readonly string[]): Promise<Value>
  remove(): Promise<void>
}

function collector() {
  let text = ''
  let look = () => {}
  const decoder = new TextDecoder()
  // What is printed is text, and stays text: a decoder in between has nothing to add.
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
      look()
      done()
    },
  })
  const contains = (wanted: string) =>
    new Promise<string>((resolve) => {
      look = () => text.includes(wanted) && resolve(text)
      look()
    })
  return { stream, text: () => text, contains }
}

/** Says what was printed when it is no JSON, which the parser's own sentence does not. */
function parsed(text: string, argv: readonly string[]): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const printed = JSON.stringify(text.slice(0, 200))
    throw new Error(`keepwatch ${argv.join(' ')} printed no JSON: ${printed}`, { cause })
  }
}

function startWith(variables: Record<string, string>, argv: readonly string[]): Started {
  const [out, err] = [collector(), collector()]
  const interruption = new AbortController()
  const code = run(argv, {
    variables,
    stdin: Readable.from([]) as unknown as NodeJS.ReadStream,
    stdout: out.stream,
    stderr: err.stream,
    interrupted: () => interruption.signal,
    serve: () => Promise.reject(new Error('the test serves already')),
    offline: async () => offline,
  })
  const json = <Value>() => parsed(out.text(), argv) as Value
  return {
    finished: code.then((code) => ({ code, stdout: out.text(), stderr: err.text(), json })),
    prints: out.contains,
    interrupt: () => interruption.abort(),
  }
}

const passwordOf = (email: string) => `the password of ${email}`

/** A command line for one person of a server. */
export async function commandLine(
  server: Pick<TestServer, 'url' | 'caFile'>,
  email: string,
  password = passwordOf(email),
): Promise<CommandLine> {
  const home = await mkdtemp(join(tmpdir(), 'keepwatch-home-'))
  const variables = {
    KEEPWATCH_SERVER: server.url,
    KEEPWATCH_HOME: home,
    KEEPWATCH_USER: email,
    KEEPWATCH_PASSWORD: password,
    ...(server.caFile && { KEEPWATCH_CA: server.caFile }),
  }
  const start = (...argv: readonly string[]) => startWith(variables, argv)
  const keepwatch = (...argv: readonly string[]) => start(...argv).finished
  return {
    home,
    start,
    keepwatch,
    async ask<Value>(...argv: readonly string[]) {
      const answer = await keepwatch(...argv, '--format', 'json')
      if (answer.code !== 0) throw new Error(`keepwatch ${argv.join(' ')}: ${answer.stderr}`)
      return answer.json<Value>()
    },
    remove: () => rm(home, { recursive: true, force: true }),
  }
}

const email = 'owner@example.com'

/** The owner of a new server, logged in. */
export async function ownerOf(
  server: Pick<TestServer, 'url' | 'caFile' | 'setupCode'>,
): Promise<CommandLine> {
  const owner = await commandLine(server, email)
  const setup = ['--name', 'Example', '--setup-code', server.setupCode?.code ?? '']
  await owner.ask('account', 'create', '--email', email, ...setup)
  await owner.keepwatch('login')
  return owner
}

/** The API for somebody without a command line around it, for what no command would send. */
export async function apiOf({ url }: Pick<TestServer, 'url'>, email: string): Promise<ApiClient> {
  const { token } = await logIn(connectApi({ server: url }), { email, password: passwordOf(email) })
  return connectApi({ server: url, token })
}

/** The owner's. */
export const ownersApi = (server: Pick<TestServer, 'url'>): Promise<ApiClient> =>
  apiOf(server, email)

/** Somebody else with an account, logged in. Needs the owner. */
export async function memberOf(
  server: Pick<TestServer, 'url' | 'caFile'>,
  member: string,
  role: GivenRole = 'member',
): Promise<CommandLine> {
  const api = await ownersApi(server)
  const json = { email: member, role }
  const { invitation } = await (await api.accounts.invitations.$post({ json })).json()
  const line = await commandLine(server, member)
  await line.ask('account', 'create', '--email', member, '--invitation', invitation)
  await line.keepwatch('login')
  return line
}
