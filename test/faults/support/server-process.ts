import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const main = join(import.meta.dirname, '../../../src/main.ts')

/** A server as operators run it: a process of its own, which may be killed or fail. */
export type ServerProcess = {
  readonly pid: number
  /** The address once it serves; undefined when it ended before. */
  readonly url: Promise<string | undefined>
  readonly caFile: Promise<string | undefined>
  /** The one-time setup code, while there is no account. */
  readonly setupCode: Promise<string | undefined>
  /** How it ended: an exit code, or the name of a signal. */
  readonly ended: Promise<number | string>
  /** What it wrote to its log so far. */
  log(): string
  kill(signal: NodeJS.Signals): void
}

export type ProcessOptions = {
  readonly folder: string
  readonly flags?: readonly string[]
  /** Arguments of `strace`, which then watches the process and injects errors into its system calls. */
  readonly strace?: readonly string[]
}

/**
 * `-D` keeps the server our own child, `-f` follows the threads that write files. strace counts the calls of each thread by itself,
 * so there is one thread for files.
 */
const straced = (options: readonly string[], command: readonly string[]) =>
  ['strace', '-D', '-f', '-qqq', '-o', '/dev/null', ...options, ...command] as const

export function startProcess({ folder, flags = [], strace }: ProcessOptions): ServerProcess {
  const serve = [process.execPath, main, 'serve', '--data', folder, '--listen', '127.0.0.1:0']
  const command = [...serve, '--log-level', 'error', '--device-limit', '1000000/1', ...flags]
  const [file = '', ...rest] = strace ? straced(strace, command) : command
  const env = { ...process.env, ...(strace && { UV_THREADPOOL_SIZE: '1' }) }
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], env })

  let log = ''
  child.stderr.on('data', (chunk) => {
    log += chunk
  })
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string)
  let said = ''
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      if (/serves \S+\n/.test(said)) setImmediate(resolve)
    })
    void ended.then(() => resolve())
  })
  const found = (pattern: RegExp) => ready.then(() => pattern.exec(said)?.[1])

  return {
    pid: child.pid ?? 0,
    url: found(/serves (\S+)\n/),
    caFile: found(/certificate authority: (\S+)\n/),
    setupCode: found(/first account only: (\S+)\n/),
    ended,
    log: () => log,
    kill: (signal) => child.kill(signal),
  }
}

/** Ends it as an operator does, and says how it ended. */
export function stopProcess(server: ServerProcess): Promise<number | string> {
  server.kill('SIGTERM')
  return server.ended
}
