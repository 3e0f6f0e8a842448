import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text, uid } from '../field.ts'

/** Everyday work in the vault, and reading the record itself. */

const category = 'usage'

export const recordAdd = eventType({
  name: 'record_add',
  title: 'Record added',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ record_uid: uid, revision: count }),
  message: 'User ${username} added record UID ${record_uid}',
})

export const recordUpdate = eventType({
  name: 'record_update',
  title: 'Record updated',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ record_uid: uid, revision_before: count, revision: count }),
  message: 'User ${username} updated record UID ${record_uid}',
})

export const recordDelete = eventType({
  name: 'record_delete',
  title: 'Record deleted',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ record_uid: uid, revision: count }),
  message: 'User ${username} deleted record UID ${record_uid}',
})

export const openRecord = eventType({
  name: 'open_record',
  title: 'Record opened',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ record_uid: uid, revision: count, served: text, served_count: count }),
  message: 'User ${username} opened record UID ${record_uid}',
})

export const vaultFetched = eventType({
  name: 'vault_fetched',
  title: 'Vault fetched',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ served: text, served_count: count }),
  message: 'User ${username} fetched the vault of ${served_count} records',
})

export const addedFolder = eventType({
  name: 'added_folder',
  title: 'Folder added',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ folder_uid: uid, shared_folder_uid: uid }),
  message:
    'User ${username} added folder UID ${folder_uid} to shared folder UID ${shared_folder_uid}',
})

export const movedFolder = eventType({
  name: 'moved_folder',
  title: 'Folder moved',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ folder_uid: uid, parent_uid: uid, shared_folder_uid: uid }),
  message: 'User ${username} moved folder UID ${folder_uid} to folder UID ${parent_uid}',
})

export const deletedFolder = eventType({
  name: 'deleted_folder',
  title: 'Folder deleted',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ folder_uid: uid, shared_folder_uid: uid }),
  message: 'User ${username} deleted folder UID ${folder_uid}',
})

export const eventsRead = eventType({
  name: 'events_read',
  title: 'Event log read',
  category,
  severity: 'info',
  outcome: 'success',
  /** `to_username` when the reader asked about one person. Names never stand in `query`, which cannot be erased. */
  fields: z.object({ query: text, to_username: text.optional() }),
  message: 'User ${username} read the event log: ${query}',
})
