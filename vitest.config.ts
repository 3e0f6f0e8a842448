import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** One project a kind of test, so that `npm test` and `.ci/run` can name what they run. */
const project = (name: string, include: string[], globalSetup: string[] = []) => ({
  test: {
    name,
    include,
    globalSetup,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes; a second, which Vitest gives it, is too little for a machine that has other work.
    expect: { poll: { timeout: 30_000 } },
  },
})

/** A browser for machines that have none. */
const chromium = 'test/console/support/fetch-chromium.ts'

/** Files that may follow one another in a worker: each has its own server, and leaves nothing behind. */
const alike = ({ test }: ReturnType<typeof project>) => ({ test: { ...test, isolate: false } })

export default defineConfig({
  test: {
    // Most of a test is waiting, for a disk, a browser or another process: one file a core leaves half of a machine idle.
    maxWorkers: availableParallelism() + 1,
    projects: [
      project('unit', [
        'src/**/*.test.ts',
        'console/src/**/*.test.ts',
        'test/*.test.ts',
        'test/contracts/**/*.test.ts',
      ]),
      project('scenarios', ['test/scenarios/**/*.test.ts']),
      project('journey', ['test/console/first-device.test.ts'], [chromium]),
      project('postgres', ['test/postgres/**/*.test.ts']),
      project('faults', ['test/faults/**/*.test.ts']),
      project('receivers', ['test/receivers/**/*.test.ts'], ['test/receivers/support/servers.ts']),
      // A file takes three seconds to load the whole server: the next one in the same worker has it already.
      alike(project('console', ['test/console/**/*.test.ts'])),
      project('judges', ['test/judges/**/*.test.ts']),
      project('clients', ['test/clients/*.test.ts'], ['test/clients/support/fetch-clients.ts']),
    ],
  },
})
