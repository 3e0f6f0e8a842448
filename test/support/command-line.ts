import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import type { Environment } from '../../src/cli/environment.ts'
import { run } from '../../src/cli/program.ts'

/** What a command left behind. */
export type Finished = {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A command that may still be running. */
export type Started = {
  readonly finished: Promise<Finished>
  /** Resolves with everything on standard output once it contains the text. */
  prints(text: string): Promise<string>
  /** As Ctrl-C does. */
  interrupt(): void
}

/** Somebody at a terminal, with a home folder of their own. */
export type CommandLine = {
  readonly home: string
  start(...argv: readonly string[]): Started
  /** Runs a command to its end. */
  keepwatch(...argv: readonly string[]): Promise<Finished>
  /** The same, for a command that must succeed and prints JSON. */
  json(...argv: readonly string[]): Promise<unknown>
  remove(): Promise<void>
}

function collected() {
  let text = ''
  let look = () => {}
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk
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

/** The command line in this process, so that a test is quick; `variables` are its environment. */
export async function commandLine(
  variables: Readonly<Record<string, string>>,
): Promise<CommandLine> {
  const home = await mkdtemp(join(tmpdir(), 'keepwatch-home-'))

  function start(...argv: readonly string[]): Started {
    const stdout = collected()
    const stderr = collected()
    const interruption = new AbortController()
    const environment: Environment = {
      variables: { KEEPWATCH_HOME: home, ...variables },
      stdin: new PassThrough().end() as unknown as NodeJS.ReadStream,
      stdout: stdout.stream,
      stderr: stderr.stream,
      interrupted: () => interruption.signal,
      serve: () => Promise.reject(new Error('a test starts its server with startServer')),
    }
    const finished = run(argv, environment).then((code) => ({
      code,
      stdout: stdout.text(),
      stderr: stderr.text(),
    }))
    return { finished, prints: stdout.contains, interrupt: () => interruption.abort() }
  }

  const keepwatch = (...argv: readonly string[]) => start(...argv).finished
  return {
    home,
    start,
    keepwatch,
    async json(...argv) {
      const { code, stdout, stderr } = await keepwatch(...argv, '--format', 'json')
      if (code !== 0) throw new Error(`keepwatch ${argv.join(' ')} ended with ${code}: ${stderr}`)
      return JSON.parse(stdout)
    },
    remove: () => rm(home, { recursive: true, force: true }),
  }
}
