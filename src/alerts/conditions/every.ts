import { z } from 'zod'
import { condition } from '../condition.ts'

/** Every event that the filter finds. */
export const every = condition({
  name: 'every',
  schema: z.strictObject({ when: z.literal('every') }),
  step: () => ({ state: undefined, fired: {} }),
  why: () => 'every such event is told',
})
