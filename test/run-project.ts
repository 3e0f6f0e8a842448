import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/**
 * Runs a project of vitest, the first argument; `--full` asks for the full figures instead of those that a push can wait
 * for, `--write` lets the clients write down what they can; everything else goes to vitest.
 */
const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs')
const [project = '', ...given] = process.argv.slice(2)
const ours: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '--full': { KEEPWATCH_FAULTS: 'full' },
  '--write': { KEEPWATCH_CLIENTS: 'write' },
}
const wanted = given.filter((argument) => !ours[argument])

const child = spawn(process.execPath, [vitest, 'run', '--project', project, ...wanted], {
  stdio: 'inherit',
  env: Object.assign({}, process.env, ...given.map((argument) => ours[argument])),
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
const [code] = await once(child, 'exit')
process.exitCode = code ?? 1
