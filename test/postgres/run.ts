import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startCluster } from './cluster.ts'

/**
 * Runs what `npm run test:postgres` names on a PostgreSQL of its own, and passes on how it ended. `--full` asks for the full figures of
 * the tests that inject faults.
 */
const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')

const given = process.argv.slice(2)
const effort = given.includes('--full') ? { KEEPWATCH_FAULTS: 'full' } : {}
const wanted = given.filter((argument) => argument !== '--full')

const cluster = await startCluster()
try {
  const child = spawn(process.execPath, [vitest, 'run', ...wanted], {
    stdio: 'inherit',
    env: { ...process.env, ...effort, KEEPWATCH_TEST_POSTGRES: cluster.url },
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
} finally {
  await cluster.stop()
}
