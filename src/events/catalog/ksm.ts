import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, flag, text, uid } from '../field.ts'

/** Secrets Manager: the twelve events that this product exists for, with Keeper's names and sentences. */

const category = 'ksm'
const device = { app_uid: uid, device_name: text, device_uid: uid }
const share = { app_uid: uid, secret_uid: uid, editable: flag }

export const appRecordShared = eventType({
  name: 'app_record_shared',
  title: 'Record shared with Secrets Manager application',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(share),
  message: 'User ${username} shared record UID ${secret_uid} with KSM application ${app_uid}',
})

export const appFolderShared = eventType({
  name: 'app_folder_shared',
  title: 'Folder shared with Secrets Manager application',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(share),
  message: 'User ${username} shared folder UID ${secret_uid} with KSM application ${app_uid}',
})

export const appRecordRemoved = eventType({
  name: 'app_record_removed',
  title: 'Record removed from Secrets Manager application',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ app_uid: uid, secret_uid: uid }),
  message: 'User ${username} removed record UID ${secret_uid} from KSM application ${app_uid}',
})

export const appFolderRemoved = eventType({
  name: 'app_folder_removed',
  title: 'Folder removed from Secrets Manager application',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ app_uid: uid, secret_uid: uid }),
  message: 'User ${username} removed folder UID ${secret_uid} from KSM application ${app_uid}',
})

export const appRecordShareChanged = eventType({
  name: 'app_record_share_changed',
  title: 'Record permission of Secrets Manager application changed',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(share),
  message:
    'User ${username} changed share permissions for record UID ${secret_uid} for KSM application ${app_uid}',
})

export const appFolderShareChanged = eventType({
  name: 'app_folder_share_changed',
  title: 'Folder permission of Secrets Manager application changed',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(share),
  message:
    'User ${username} changed share permissions for folder UID ${secret_uid} for KSM application ${app_uid}',
})

export const appClientAdded = eventType({
  name: 'app_client_added',
  title: 'Client device added to Secrets Manager application',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(device),
  message: 'User ${username} added KSM device ${device_name} to application ${app_uid}',
})

export const appClientLockChanged = eventType({
  name: 'app_client_lock_changed',
  title: 'Address lock of a client device changed',
  category,
  severity: 'notice',
  outcome: 'success',
  /** Before and after: `none`, `address`, `network` or `set`; of a set, what is in it. */
  fields: z.object({ ...device, lock_before: text, lock: text, allowed_ips: text.optional() }),
  message:
    'User ${username} changed the address lock of KSM device ${device_name} in application ${app_uid} from ${lock_before} to ${lock}',
})

export const appClientRemoved = eventType({
  name: 'app_client_removed',
  title: 'Client device removed from Secrets Manager application',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(device),
  message: 'User ${username} removed KSM device ${device_name} from application ${app_uid}',
})

export const appClientConnected = eventType({
  name: 'app_client_connected',
  title: 'Client device initialised',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(device),
  message: 'KSM device ${device_name} performed initial connect to application ${app_uid}',
})

export const appClientAccess = eventType({
  name: 'app_client_access',
  title: 'Secrets read by a client device',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ ...device, endpoint: text, served: text, served_count: count }),
  message: 'KSM device ${device_name} has accessed secrets from application ${app_uid}',
})

export const appClientRecordUpdate = eventType({
  name: 'app_client_record_update',
  title: 'Record updated by a client device',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ...device, secret_uid: uid, revision_before: count, revision: count }),
  message: 'KSM device ${device_name} has updated record UID ${secret_uid}',
})

export const appClientExpired = eventType({
  name: 'app_client_expired',
  title: 'Access of a client device has expired',
  category,
  severity: 'warning',
  outcome: 'denied',
  fields: z.object({ ...device, endpoint: text }),
  message: 'Access of KSM device ${device_name} to application ${app_uid} has expired',
})

export const appCreated = eventType({
  name: 'app_created',
  title: 'Secrets Manager application created',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ app_uid: uid }),
  message: 'User ${username} created KSM application ${app_uid}',
})

export const appRenamed = eventType({
  name: 'app_renamed',
  title: 'Secrets Manager application renamed',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ app_uid: uid }),
  message: 'User ${username} renamed KSM application ${app_uid}',
})

export const appRemoved = eventType({
  name: 'app_removed',
  title: 'Secrets Manager application removed',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ app_uid: uid }),
  message: 'User ${username} removed KSM application ${app_uid}',
})

export const appsOpened = eventType({
  name: 'apps_opened',
  title: 'Secrets Manager applications listed',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ app_count: count }),
  message: 'User ${username} listed ${app_count} KSM applications',
})

export const appOpened = eventType({
  name: 'app_opened',
  title: 'Secrets Manager application opened',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ app_uid: uid }),
  message: 'User ${username} opened KSM application ${app_uid}',
})
