import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '..')

/** The server gets one core to itself and whoever asks gets the other, so that neither measures the other's work. */
const serverCore = '0'
const clientCore = '1'

const canPin = spawnSync('taskset', ['--version']).status === 0

/** A command that runs on so many of the first cores; wherever it likes on a system without `taskset`. */
const onCores = (cores: string, command: readonly [string, ...string[]]) =>
  canPin ? (['taskset', '-c', cores, ...command] as const) : command

/** Starts a file of the bench on the server's core, to be talked to by messages. */
export function forkPinned(file: string): ChildProcess {
  const [program, ...rest] = onCores(serverCore, [
    process.execPath,
    '--expose-gc',
    join(root, 'bench', file),
  ])
  return spawn(program, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

/** Keeps whoever asks to so many cores; to the one that the server does not have, unless it may have both. */
export const pinThisProcess = (cores = clientCore): void => {
  if (canPin) execFileSync('taskset', ['-cp', cores, String(process.pid)], { stdio: 'ignore' })
}

/** Runs a file of the bench on the server's core and reads the JSON that it prints. */
export function runPinned<Result>(file: string): Result {
  const [program, ...rest] = onCores(serverCore, [process.execPath, join(root, 'bench', file)])
  return JSON.parse(execFileSync(program, rest, { encoding: 'utf8' })) as Result
}

export type PinnedServer = {
  readonly url: string
  readonly pid: number | undefined
  /** Microseconds of processor time that all its threads have taken so far; undefined where the system does not say. */
  cpu(): Promise<number | undefined>
  stop(): Promise<void>
}

type ServerOptions = { readonly flags: readonly string[]; readonly cores?: string }

/** Starts the real server on its core; resolves when it serves. */
export function startPinned({ flags, cores = serverCore }: ServerOptions): Promise<PinnedServer> {
  const limits = ['--device-limit', '1000000/1']
  return served(cores, [join(root, 'bin/keepwatch'), 'serve', ...limits, ...flags])
}

/** Starts a file of the bench that serves on the server's core. */
export const startPinnedFile = (file: string): Promise<PinnedServer> =>
  served(serverCore, [process.execPath, join(root, 'bench', file)])

async function served(cores: string, command: readonly [string, ...string[]]) {
  const [program, ...rest] = onCores(cores, command)
  const child: ChildProcess = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout) throw new Error('the server has no output')
  for await (const line of createInterface(child.stdout)) {
    const url = /serves (\S+)/.exec(line)?.[1]
    if (url) return { url, pid: child.pid, cpu: () => cpuOf(child.pid), stop: () => stop(child) }
  }
  throw new Error('the server did not start')
}

/** From `schedstat`, whose first number is the nanoseconds that a thread has run (Linux). */
export async function cpuOf(pid: number | undefined): Promise<number | undefined> {
  const tasks = `/proc/${pid}/task`
  try {
    const stats = (await readdir(tasks)).map((task) =>
      readFile(`${tasks}/${task}/schedstat`, 'utf8'),
    )
    const nanoseconds = (await Promise.all(stats)).map((stat) => Number(stat.split(' ')[0]))
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1_000
  } catch {
    return undefined
  }
}

/** Resident memory in MB, as Linux tells it. */
export async function memoryOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1_024
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
