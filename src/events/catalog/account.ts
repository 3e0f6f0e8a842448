import { z } from 'zod'
import { eventType } from '../event-type.ts'

/** A person's own account. */

export const changeMasterPassword = eventType({
  name: 'change_master_password',
  title: 'Master password changed',
  category: 'account',
  severity: 'notice',
  outcome: 'success',
  fields: z.object({}),
  message: 'User ${username} changed the master password',
})
