import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, flag, text } from '../field.ts'

/** What the organisation asks of everybody who logs in. */

export const roleEnforcementChanged = eventType({
  name: 'role_enforcement_changed',
  title: 'Rules of logging in changed',
  category: 'policy',
  severity: 'warning',
  outcome: 'success',
  /** Who must have a second factor: roles with commas between them, or `nobody`. */
  fields: z.object({
    second_factor_roles: text,
    idle_minutes: count,
    session_hours: count,
    second_person: flag.optional(),
    second_person_minutes: count.optional(),
  }),
  message:
    'User ${username} changed the rules of logging in: second factor for ${second_factor_roles}, sessions of ${session_hours} h that end after ${idle_minutes} min without use',
})
