import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text, uid, uidList } from '../field.ts'

/** Secrets Manager: devices that are turned away. */

const category = 'ksm'

/**
 * Why a device was turned away: the one list of reasons (`access/device-refusal.ts` has what the device is told). The
 * reason `ip_locked` has Keeper's own sentence, the message of the type.
 */
const denials = {
  unknown_client: 'Access denied to an unknown client from ${device_ip}',
  revoked: 'Access denied to removed KSM device ${device_name} from ${device_ip}',
  bad_signature: 'Access denied to KSM device ${device_name}: the signature is not its own',
  token_used: 'Access denied: the one-time token of KSM device ${device_name} was used before',
  token_expired: 'Access denied: the one-time token of KSM device ${device_name} has expired',
  not_bound: 'Access denied to KSM device ${device_name}: it has not connected with its token yet',
  replayed: 'Access denied to KSM device ${device_name}: the same request was made before',
  throttled: 'Access denied to KSM device ${device_name}: too many requests',
  not_permitted: 'KSM device ${device_name} may not change record UID ${secret_uid}',
  unavailable: 'KSM device ${device_name} was told to come back later: ${detail}',
  record_not_found:
    'KSM device ${device_name} asked for record UID ${secret_uid}, which it does not have',
  folder_not_found:
    'KSM device ${device_name} asked for folder UID ${secret_uid}, which it does not have',
  out_of_sync:
    'Update of record UID ${secret_uid} by KSM device ${device_name} refused: it was changed since it was read',
  old_version:
    'Access denied to a client of version ${client_version} from ${device_ip}: it is too old',
  unsupported_version:
    'Access denied to a client from ${device_ip}: its version has a form that is not accepted',
  unsupported_endpoint: 'KSM device ${device_name} asked for ${endpoint}, which is no known call',
  plain_record_key:
    'KSM device ${device_name} sent the key of new record UID ${secret_uid} in the clear: its SDK is too old',
  record_exists:
    'KSM device ${device_name} tried to create record UID ${secret_uid}, which exists already',
  folder_exists:
    'KSM device ${device_name} tried to create folder UID ${secret_uid}, which exists already',
  not_below:
    'KSM device ${device_name} asked for ${secret_uid} in a shared folder that it does not lie in',
  shared_folder:
    'KSM device ${device_name} tried to delete shared folder UID ${secret_uid}, which only its owner may',
  folder_not_empty:
    'KSM device ${device_name} tried to delete folder UID ${secret_uid}, which is not empty',
  file_exists:
    'KSM device ${device_name} announced a file of record UID ${secret_uid} with a UID that exists already',
  file_not_found:
    'KSM device ${device_name} asked for a file of ${secret_uid}, which it does not have',
  file_too_large:
    'KSM device ${device_name} announced a file of record UID ${secret_uid} that is too large',
  quota_exceeded:
    'KSM device ${device_name} announced a file of record UID ${secret_uid} for which there is no room',
  no_upload:
    'KSM device ${device_name} sent file ${secret_uid}, which was not announced, has come already or took too long',
  torn_upload:
    'KSM device ${device_name} sent file ${secret_uid}, which is shorter than it was announced',
  bad_link: 'Access denied to a client from ${device_ip}: its link to a file was made up',
  link_expired:
    'Access denied to KSM device ${device_name}: its link to file ${secret_uid} has expired',
  staged_by_other:
    'KSM device ${device_name} tried to stage an update of record UID ${secret_uid} while another one waits',
  nothing_staged:
    'KSM device ${device_name} asked to end an update of record UID ${secret_uid}, but none waits',
  bad_request: 'Request to ${endpoint} from ${device_ip} could not be read: ${detail}',
  failed: 'Request to ${endpoint} from ${device_ip} failed: ${detail}',
}

export type DenialReason = keyof typeof denials | 'ip_locked'

export const appClientAccessDenied = eventType({
  name: 'app_client_access_denied',
  title: 'Client device turned away',
  category,
  severity: 'warning',
  outcome: 'denied',
  fields: z.object({
    app_uid: uid.optional(),
    device_name: text.optional(),
    device_uid: uid.optional(),
    device_ip: text,
    secret_uid: uidList.optional(),
    endpoint: text,
    reason: text,
    detail: text.optional(),
  }),
  message:
    'Access denied to record UID ${secret_uid} from device with blocked IP address ${device_ip}',
  unless: { field: 'reason', messages: denials },
})
