import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { leftOut, lines, values } from '../lines/walk.ts'
import type { CommanderStage } from './commander-stage.ts'

/** What one command came to when the real Commander ran it. */
export type Walked = {
  readonly name: string
  readonly line: string
  /** What it asked of the server, each with the sentence that refused it, or nothing. */
  readonly calls: readonly (readonly [endpoint: string, sentence: string])[]
  /** The exceptions that it ended with. */
  readonly raised: readonly string[]
  readonly said: string
}

const driver = join(import.meta.dirname, '../drivers/commander_walk.py')
const aWhile = 400_000

/** How long one command may take. */
const secondsEach = 20

/** Runs every command of Commander's own registry, in one process that has nobody at its input. */
export async function walkThrough({ commander, server }: CommanderStage) {
  const { command, args, cwd, env } = commander.program
  const report = join(commander.home, 'walked.jsonl')
  const walk = join(commander.home, 'walk.json')
  const wanted = { report, seconds: secondsEach, values, lines, leave_out: leftOut }
  await mkdir(cwd, { recursive: true })
  await writeFile(walk, JSON.stringify(wanted))
  const [launcher = '', ...rest] = args
  const argv = [driver, launcher, walk, ...rest, '-']
  const routed = { KROUTER_URL: server.url, ROUTER_URL: server.url }
  const how = { cwd, env: { ...env(), ...routed }, timeout: aWhile }
  await new Promise<void>((resolve) => {
    const child = execFile(command, argv, how, () => resolve())
    child.stdin?.end()
  })
  const text = (await readFile(report, 'utf8')).trim()
  return text.split('\n').map((one): Walked => {
    const walked = JSON.parse(one) as Walked
    return { ...walked, said: stripVTControlCharacters(walked.said) }
  })
}
