import { test } from 'vitest'
import { agree } from '../../test/support/oracle.ts'

test('the projection answers random questions exactly as a plain evaluator does that looks at every event', async () => {
  await agree(3_000, 250, 20_261_128)
})
