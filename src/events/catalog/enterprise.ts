import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text } from '../field.ts'

/** The installation as a whole. */

export const enterpriseCreated = eventType({
  name: 'enterprise_created',
  title: 'Organisation created',
  category: 'enterprise',
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ name: text }),
  message: 'User ${username} created the organisation ${name}',
})
