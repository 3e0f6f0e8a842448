import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text, uid } from '../field.ts'

/** Shared folders and what lies in them. */

const category = 'share'

export const addedSharedFolder = eventType({
  name: 'added_shared_folder',
  title: 'Shared folder added',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ shared_folder_uid: uid }),
  message: 'User ${username} added shared folder UID ${shared_folder_uid}',
})

export const deletedSharedFolder = eventType({
  name: 'deleted_shared_folder',
  title: 'Shared folder deleted',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ shared_folder_uid: uid }),
  message: 'User ${username} deleted shared folder UID ${shared_folder_uid}',
})

export const folderAddRecord = eventType({
  name: 'folder_add_record',
  title: 'Record added to shared folder',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ record_uid: uid, shared_folder_uid: uid }),
  message:
    'User ${username} added record UID ${record_uid} to shared folder UID ${shared_folder_uid}',
})

export const folderRemoveRecord = eventType({
  name: 'folder_remove_record',
  title: 'Record removed from shared folder',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ record_uid: uid, shared_folder_uid: uid }),
  message:
    'User ${username} removed record UID ${record_uid} from shared folder UID ${shared_folder_uid}',
})

/** One event for each thing: an application, a shared folder with what is in it, or a record. */
export const transferOwner = eventType({
  name: 'transfer_owner',
  title: 'Ownership transferred',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({
    to_username: text,
    record_uid: uid.optional(),
    shared_folder_uid: uid.optional(),
    app_uid: uid.optional(),
  }),
  message:
    'User ${username} made user ${to_username} the owner of ${record_uid}${shared_folder_uid}${app_uid}',
})
