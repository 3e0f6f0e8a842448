import { test } from 'vitest'
import { agree } from '../../test/support/oracle.ts'

/** `npm run test:faults -- --full` asks 10,000 questions about 100,000 events. */

test('the projection answers random questions exactly as a plain evaluator does that looks at every event', async () => {
  await agree({ events: 3_000, questions: 250, seed: 20_261_128 })
})

test('columns with more values than memory should hold are looked through on the disk, with the same answers', async () => {
  await agree({ events: 2_500, questions: 80, seed: 7, mostInMemory: 3 })
})
