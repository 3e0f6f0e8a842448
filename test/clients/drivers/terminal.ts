import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Program } from './commander-shell.ts'

/** What a program asks its user for, and what they type. */
export type Prompt = { readonly asked: string; answer(): string }

/** Python's own: a program in it has a terminal, which is what its input and output are written to and read from. */
const inTerminal = 'import pty, sys; pty.spawn(sys.argv[1:])'

const aMinute = 60_000

/** Runs a program at a terminal, answers what it asks, each when it is asked for, and gives everything that it printed. */
export async function atTerminal(
  { command, args, cwd, env }: Program,
  argv: readonly string[],
  prompts: readonly Prompt[],
): Promise<string> {
  const whole = ['-c', inTerminal, command, ...args, ...argv]
  const child = spawn(command, whole, { cwd, env: { ...env(), TERM: 'dumb' }, timeout: aMinute })
  const waiting = [...prompts]
  let said = ''
  let heard = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    const [next] = waiting
    const at = next ? said.indexOf(next.asked, heard) : -1
    if (!next || at < 0) return
    heard = at + next.asked.length
    waiting.shift()
    child.stdin.write(`${next.answer()}\n`)
  })
  await once(child, 'close')
  return said
}
