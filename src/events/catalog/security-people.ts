import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text } from '../field.ts'

/** What becomes of accounts in somebody else's hands. Names as Keeper's events have them. */

const category = 'security'

export const addedToRole = eventType({
  name: 'added_to_role',
  title: 'Role changed',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ to_username: text, role: text, role_before: text }),
  message: 'User ${username} made ${to_username} ${role}, who was ${role_before}',
})

export const lockUser = eventType({
  name: 'lock_user',
  title: 'Account locked',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ to_username: text }),
  message: 'User ${username} locked the account of ${to_username}',
})

export const enableUser = eventType({
  name: 'enable_user',
  title: 'Account unlocked',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ to_username: text }),
  message: 'User ${username} unlocked the account of ${to_username}',
})

export const deleteUser = eventType({
  name: 'delete_user',
  title: 'Account removed',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ to_username: text, role: text }),
  message: 'User ${username} removed the account of ${to_username}, who was ${role}',
})

export const vaultTransferred = eventType({
  name: 'vault_transferred',
  title: 'Vault transferred',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({ to_username: text, records: count, folders: count, applications: count }),
  message:
    'User ${username} transferred the whole vault to user ${to_username}: ${records} records, ${folders} folders, ${applications} applications',
})
