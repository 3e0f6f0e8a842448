import { z } from 'zod'
import { readyAsked } from '../ready-report.ts'

/** What a schedule asks anew each time, in the place of what its report says: when, and how many rows. */
export const afresh = z.strictObject({
  created: readyAsked.shape.created.unwrap().optional(),
  limit: readyAsked.shape.limit.unwrap().optional(),
})

export type Afresh = z.output<typeof afresh>
