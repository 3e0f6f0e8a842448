import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text, uid } from '../field.ts'

/** Secrets Manager: what devices change besides a record's data. `secret_uid` is a record or a folder, as with Keeper. */

const category = 'ksm'
const device = { app_uid: uid, device_name: text, device_uid: uid }

export const appClientRecordUpdateStaged = eventType({
  name: 'app_client_record_update_staged',
  title: 'Record update staged by a client device',
  category,
  severity: 'notice',
  outcome: 'success',
  /** `revision` is the one that it builds on: the record itself is as it was. */
  fields: z.object({ ...device, secret_uid: uid, revision: count, transaction_type: text }),
  message: 'KSM device ${device_name} has staged an update of record UID ${secret_uid}',
})

export const appClientRecordUpdateRolledBack = eventType({
  name: 'app_client_record_update_rolled_back',
  title: 'Staged record update rolled back by a client device',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ...device, secret_uid: uid, revision: count }),
  message: 'KSM device ${device_name} has rolled back its update of record UID ${secret_uid}',
})

export const appClientRecordUpdateExpired = eventType({
  name: 'app_client_record_update_expired',
  title: 'Staged record update expired',
  category,
  severity: 'warning',
  outcome: 'failure',
  fields: z.object({ ...device, secret_uid: uid, revision: count }),
  message:
    'The update of record UID ${secret_uid} that KSM device ${device_name} staged was never finalized and has expired',
})

export const appClientRecordCreate = eventType({
  name: 'app_client_record_create',
  title: 'Record created by a client device',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({
    ...device,
    secret_uid: uid,
    folder_uid: uid,
    shared_folder_uid: uid,
    revision: count,
  }),
  message:
    'KSM device ${device_name} has created record UID ${secret_uid} in shared folder UID ${shared_folder_uid}',
})

export const appClientRecordDelete = eventType({
  name: 'app_client_record_delete',
  title: 'Record deleted by a client device',
  category,
  severity: 'notice',
  outcome: 'success',
  /** The last revision that there was. */
  fields: z.object({ ...device, secret_uid: uid, revision: count }),
  message: 'KSM device ${device_name} has deleted record UID ${secret_uid}',
})

export const appClientFolderRemoveRecord = eventType({
  name: 'app_client_folder_remove_record',
  title: 'Record removed from shared folder by a client device',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ...device, secret_uid: uid, shared_folder_uid: uid }),
  message:
    'KSM device ${device_name} has removed record UID ${secret_uid} from shared folder UID ${shared_folder_uid}',
})

const folderOfDevice = z.object({ ...device, secret_uid: uid, shared_folder_uid: uid })

export const appClientFolderCreate = eventType({
  name: 'app_client_folder_create',
  title: 'Folder created by a client device',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: folderOfDevice,
  message:
    'KSM device ${device_name} has created folder UID ${secret_uid} in shared folder UID ${shared_folder_uid}',
})

export const appClientFolderUpdate = eventType({
  name: 'app_client_folder_update',
  title: 'Folder updated by a client device',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: folderOfDevice,
  message: 'KSM device ${device_name} has updated folder UID ${secret_uid}',
})

export const appClientFolderDelete = eventType({
  name: 'app_client_folder_delete',
  title: 'Folder deleted by a client device',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: folderOfDevice,
  message: 'KSM device ${device_name} has deleted folder UID ${secret_uid}',
})
