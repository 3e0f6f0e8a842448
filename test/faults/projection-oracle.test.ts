import { test } from 'vitest'
import { agree } from '../support/oracle.ts'

/** The projection held against the plain evaluator at length: zones with and without daylight saving, every kind of query. */

const full = process.env['KEEPWATCH_FAULTS'] === 'full'
const hourMs = 3_600_000

test(full
  ? '10,000 random questions about 100,000 events are answered exactly'
  : '300 random questions about 20,000 events are answered exactly', {
  timeout: 6 * hourMs,
}, async () => {
  const events = full ? 100_000 : 20_000
  await agree({ events, questions: full ? 10_000 : 300, seed: 4 })
})
