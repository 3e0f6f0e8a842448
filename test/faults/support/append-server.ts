import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { AppendAnswer, AppendWork } from './append-work.ts'
import { Gone, type KillableServer } from './killable-server.ts'
import type { Ground } from './killing.ts'

const main = join(import.meta.dirname, 'append-process.ts')

type Waiting = { resolve(): void; reject(reason: unknown): void }

/** Starts `append-process.ts`, under `command` when one is given. It waits with opening the folder for the first request. */
export function startAppendServer(folder: string, command: readonly string[] = []) {
  const [file = '', ...rest] = [...command, process.execPath, main, folder]
  const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'keepwatch-faults-compiled'), ...process.env }
  const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'inherit'], env })
  // A killed process takes its pipe with it; what was not answered is settled below.
  child.stdin.on('error', () => {})
  const exited = once(child, 'exit')
  const waiting = new Map<number, Waiting>()
  let ids = 0
  let gone = false

  function hear(line: string) {
    const { id, refused } = JSON.parse(line) as AppendAnswer
    const asked = waiting.get(id)
    waiting.delete(id)
    if (refused === undefined) asked?.resolve()
    else asked?.reject(new Error(refused))
  }
  const lines = createInterface(child.stdout)
  lines.on('line', hear)
  // What it said before it was killed still counts, so requests are given up only at the end of its output.
  const ended = once(lines, 'close').then(async () => {
    await exited
    gone = true
    for (const { reject } of waiting.values()) reject(new Gone())
    waiting.clear()
  })

  const ask = (work: AppendWork) =>
    new Promise<void>((resolve, reject) => {
      if (gone) return reject(new Gone())
      const id = ids++
      waiting.set(id, { resolve, reject })
      child.stdin.write(`${JSON.stringify({ id, ...work })}\n`)
    })

  const server: KillableServer = {
    send: (request) =>
      'read' in request ? Promise.reject(new Error('there are no devices here')) : ask(request),
    async kill() {
      child.kill('SIGKILL')
      await ended
      if (child.signalCode !== 'SIGKILL') throw new Error(`it ended by itself: ${child.exitCode}`)
    },
  }
  return {
    ...server,
    ask,
    /** Resolves when it is gone, however that came. */
    ended,
    /** Ends its input and waits for the clean end. Throws when it fails. */
    async stop() {
      child.stdin.end()
      await ended
      if (child.exitCode !== 0) throw new Error(`the process ended with ${child.exitCode}`)
    },
  }
}

/** Keeps one process loaded while another one runs: a start then takes as long as opening the folder. */
export async function appendGround(folder: string): Promise<Ground> {
  let spare = startAppendServer(folder)
  return {
    start() {
      const server = spare
      spare = startAppendServer(folder)
      return server
    },
    end: () => spare.kill(),
  }
}
