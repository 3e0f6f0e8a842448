import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, uid } from '../field.ts'

export const sharedFolderKeyFetched = eventType({
  name: 'shared_folder_key_fetched',
  title: 'Keys of a shared folder fetched',
  category: 'share',
  severity: 'info',
  outcome: 'success',
  fields: z.object({ shared_folder_uid: uid, key_revision: count, records: count }),
  message:
    'User ${username} fetched the wrapped keys of shared folder UID ${shared_folder_uid} and its ${records} records',
})

export const sharedFolderKeyChanged = eventType({
  name: 'shared_folder_key_changed',
  title: 'Key of a shared folder changed',
  category: 'share',
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ shared_folder_uid: uid, key_revision: count, records: count }),
  message:
    'User ${username} gave shared folder UID ${shared_folder_uid} key number ${key_revision}, and wrapped the keys of ${records} records anew',
})
