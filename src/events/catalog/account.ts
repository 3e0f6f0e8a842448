import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text } from '../field.ts'

/** A person's own account. */

export const changeMasterPassword = eventType({
  name: 'change_master_password',
  title: 'Master password changed',
  category: 'account',
  severity: 'notice',
  outcome: 'success',
  /** `recovery_phrase` when the one before was lost. */
  fields: z.object({ by: text.optional() }),
  message: 'User ${username} changed the master password',
  unless: {
    field: 'by',
    messages: {
      recovery_phrase: 'User ${username} set a new master password by the recovery phrase',
    },
  },
})

/** The phrase was right. What follows is a new password, or nothing. */
export const accountRecovery = eventType({
  name: 'account_recovery',
  title: 'Account recovery begun',
  category: 'account',
  severity: 'warning',
  outcome: 'success',
  fields: z.object({}),
  message: 'User ${username} opened the account by the recovery phrase',
})
