import { test } from 'vitest'
import { agree } from '../support/oracle.ts'
import { type Analytics, engineOf, startChdb, startClickhouse } from './support/analytics.ts'

/**
 * Reports on ClickHouse, held against the plain evaluator that looks at every event: by the engine of today, and by Debian's of 2018,
 * which the same statements must suit. `npm run test:receivers -- --full` asks 10,000 questions.
 */

const full = process.env['KEEPWATCH_FAULTS'] === 'full'
const hourMs = 3_600_000
const seed = Date.now() % 2 ** 31

const engines: readonly [string, () => Promise<Analytics>, number][] = [
  ['the current engine', startChdb, full ? 10_000 : 150],
  ["Debian's server", startClickhouse, full ? 1_000 : 100],
]

test.each(engines)(
  '%s answers random questions exactly',
  { timeout: 6 * hourMs },
  async (_, start, questions) => {
    const analytics = await start()
    try {
      const asked = { events: full ? 20_000 : 2_500, questions, seed }
      await agree({ ...asked, engine: engineOf(analytics) }).catch((cause: unknown) => {
        throw new Error(`seed ${seed}`, { cause })
      })
    } finally {
      await analytics.stop()
    }
  },
)

test('columns with more values than memory should hold are looked through there, with the same answers', async () => {
  const analytics = await startChdb()
  try {
    await agree({
      events: 1_500,
      questions: 40,
      seed: 7,
      mostInMemory: 3,
      engine: engineOf(analytics),
    })
  } finally {
    await analytics.stop()
  }
})
