import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startCluster } from './cluster.ts'

/**
 * Runs tests on a PostgreSQL of its own, and passes on how it ended: those that are named, or all that are of a store. `--full` asks for
 * the full figures of the tests that inject faults.
 */
const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
const projects = ['unit', 'scenarios', 'postgres'].flatMap((name) => ['--project', name])
const all = ['test/contracts', 'test/scenarios', 'test/postgres']

const given = process.argv.slice(2)
const effort = given.includes('--full') ? { KEEPWATCH_FAULTS: 'full' } : {}
const named = given.filter((argument) => argument !== '--full')
const wanted = named.length > 0 ? named : all
const within = named.includes('--project') ? [] : projects

const cluster = await startCluster()
try {
  const child = spawn(process.execPath, [vitest, 'run', ...within, ...wanted], {
    stdio: 'inherit',
    env: { ...process.env, ...effort, KEEPWATCH_TEST_POSTGRES: cluster.url },
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
} finally {
  await cluster.stop()
}
