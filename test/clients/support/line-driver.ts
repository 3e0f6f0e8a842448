import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { asks, type Device, type Place } from './client.ts'

/**
 * A client in a process of its own. It is told one thing a line, `{"id":1,"do":"read","with":{…}}`, and answers each with
 * `{"id":1,"ok":…}` or `{"id":1,"error":"what it says to its user"}`. It may log beside that. It ends when its input does.
 */
export type Program = {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

type Line = { readonly id: number; readonly ok?: unknown; readonly error?: string }

type Waiting = {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Starts it; rejects with what it said when it ends before its time. */
function startProgram({ command, args, env }: Program) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' })
  const waiting = new Map<number, Waiting>()
  const ended = once(child, 'close')
  let said = ''
  let lastId = 0

  const hears = (text: string) => {
    said = `${said}${text}`.slice(-4_000)
  }
  child.stderr.on('data', (chunk) => hears(String(chunk)))
  createInterface(child.stdout).on('line', (text) => {
    if (!text.startsWith('{')) return hears(`${text}\n`)
    const { id, ok, error } = JSON.parse(text) as Line
    const asker = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asker?.resolve(ok)
    else asker?.reject(new Error(error))
  })
  const failAll = (why: string) => {
    for (const { reject } of waiting.values()) reject(new Error(why))
    waiting.clear()
  }
  child.on('error', ({ message }) => failAll(message))
  child.on('close', (code) => failAll(`${command} ended with ${code}: ${said}`))
  child.stdin.on('error', () => {})

  return {
    ask(name: string, wanted: unknown): Promise<unknown> {
      const id = ++lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        child.stdin.write(`${JSON.stringify({ id, do: name, with: wanted })}\n`)
      })
    },
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}

/** Opens a client in a process that speaks lines. */
export async function openProgram(program: Program, place: Place): Promise<Device> {
  const { ask, stop } = startProgram(program)
  try {
    await ask('open', place)
  } catch (error) {
    await stop()
    throw error
  }
  const asked = asks.map((name) => [name, (wanted: unknown) => ask(name, wanted)])
  return { ...Object.fromEntries(asked), stop }
}
