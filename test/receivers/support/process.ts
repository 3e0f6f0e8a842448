import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'

export type Program = {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** It runs when this port answers. */
  readonly port: number
}

/** A server that a test runs, and can kill and start again. */
export type RunningProgram = {
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Connections that leave get ports above these: one that is free now may be taken by the time that a server wants it. */
const ports = { from: 20_000, before: 32_000 }

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().listen(port, '127.0.0.1')
    server.once('error', () => resolve(false))
    server.once('listening', () => server.close(() => resolve(true)))
  })

/** A port of this machine that nobody uses just now. */
export async function freePort(): Promise<number> {
  const port = randomInt(ports.from, ports.before)
  return (await isFree(port)) ? port : freePort()
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

const startMs = 60_000
const farewellMs = 5_000

/** Starts a program; resolves when its port answers. Throws what it printed when it ends before, or does not come to it, and then it does not run. */
export async function runProgram(what: Program): Promise<RunningProgram> {
  let child: ChildProcess
  let said = ''

  async function start() {
    const { program, args, env, cwd, port } = what
    child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const hear = (bytes: Buffer) => {
      said = (said + bytes).slice(-10_000)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    const until = performance.now() + startMs
    while (!(await answers(port))) {
      if (child.exitCode !== null || performance.now() > until) {
        await kill('SIGKILL')
        throw new Error(`${program} did not start: ${said}`)
      }
      await setTimeout(10)
    }
  }

  async function kill(signal: 'SIGKILL' | 'SIGTERM') {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  await start()
  return {
    kill,
    restart: start,
    async stop() {
      await Promise.race([kill('SIGTERM'), setTimeout(farewellMs)])
      await kill('SIGKILL')
    },
  }
}
