import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '..')

/** The server gets one core to itself and whoever asks gets the other, so that neither measures the other's work. */
const serverCore = '0'
const clientCore = '1'

export const pinThisProcess = (): void => {
  execFileSync('taskset', ['-cp', clientCore, String(process.pid)], { stdio: 'ignore' })
}

/** Runs a file of the bench on the server's core and reads the JSON that it prints. */
export const runPinned = <Result>(file: string): Result =>
  JSON.parse(
    execFileSync('taskset', ['-c', serverCore, process.execPath, join(root, 'bench', file)], {
      encoding: 'utf8',
    }),
  ) as Result

export type PinnedServer = { readonly url: string; stop(): Promise<void> }

/** Starts the real server on its core; resolves when it serves. */
export async function startPinned(...flags: readonly string[]): Promise<PinnedServer> {
  const command = [
    '-c',
    serverCore,
    join(root, 'bin/keepwatch'),
    'serve',
    '--device-limit',
    '1000000/1',
    ...flags,
  ]
  const child: ChildProcess = spawn('taskset', command, { stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout) throw new Error('the server has no output')
  for await (const line of createInterface(child.stdout)) {
    const url = /serves (\S+)/.exec(line)?.[1]
    if (url) return { url, stop: () => stop(child) }
  }
  throw new Error('the server did not start')
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}
