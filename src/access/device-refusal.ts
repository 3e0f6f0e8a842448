import type { DenialReason } from '../events/catalog/ksm-denials.ts'
import { Failure, type Kind } from '../kernel/errors.ts'

/** Reasons that a device is turned away for on purpose. Expired access has an event type of its own. */
export type RefusalReason =
  | Exclude<DenialReason, 'bad_request' | 'failed' | 'unavailable'>
  | 'access_expired'

type Answer = { readonly kind: Kind; readonly message: string }

const denied = (message: string): Answer => ({ kind: 'denied', message })

const invalidSignature = denied('Signature is invalid')
const noAccess = denied('Unable to validate application access')

/**
 * What a device is told. Keeper's texts where they are known; the same one for what a stranger may not tell apart. The
 * reason itself stands in the event only.
 */
export const refusals: Readonly<Record<RefusalReason, Answer>> = {
  unknown_client: noAccess,
  revoked: noAccess,
  bad_signature: invalidSignature,
  token_used: invalidSignature,
  ip_locked: denied('This client is locked to a different ip address'),
  token_expired: denied('The one-time token has expired. Ask its owner for a new one.'),
  access_expired: denied('The access of this client has expired. Ask its owner to renew it.'),
  not_bound: denied(
    'This client has not connected yet. Its first call must be get_secret with its public key.',
  ),
  replayed: denied('This request was received before. Send a new one.'),
  not_permitted: denied('This client may read but not change this. Ask for an editable share.'),
  throttled: {
    kind: 'busy',
    message: 'Due to repeated attempts, your request has been throttled. Try again later',
  },
  old_version: {
    kind: 'invalid',
    message: 'This client is too old for this server. Upgrade the SDK.',
  },
  unsupported_version: {
    kind: 'invalid',
    message: 'The client version must be a prefix and three numbers, for example ms17.5.0.',
  },
  record_not_found: {
    kind: 'not-found',
    message: 'There is no such record in the shares of this application.',
  },
  folder_not_found: {
    kind: 'not-found',
    message: 'There is no such folder in the shares of this application.',
  },
  out_of_sync: {
    kind: 'conflict',
    message: 'The record was changed since it was read. Read it again, then update it.',
  },
  unsupported_endpoint: {
    kind: 'not-found',
    message: 'This server does not offer this call.',
  },
  plain_record_key: {
    kind: 'invalid',
    message:
      'This SDK sends the key of a new record in the clear, as Ruby 17.2.0 and older do. Upgrade the SDK to a release that encrypts it for the owner, or create the record with another SDK.',
  },
  record_exists: {
    kind: 'conflict',
    message: 'There is a record with this UID already. Make a new UID and try again.',
  },
  folder_exists: {
    kind: 'conflict',
    message: 'There is a folder with this UID already. Make a new UID and try again.',
  },
  not_below: {
    kind: 'invalid',
    message: 'The folder does not lie in the shared folder that the request names.',
  },
  shared_folder: denied(
    'A device cannot delete a shared folder, only folders below it. Ask its owner.',
  ),
  folder_not_empty: {
    kind: 'conflict',
    message: 'The folder holds records or folders. Delete them first, or force the deletion.',
  },
  file_exists: {
    kind: 'conflict',
    message: 'There is a file with this UID already. Make a new UID and try again.',
  },
  file_not_found: {
    kind: 'not-found',
    message: 'There is no such file on the records of this application.',
  },
  file_too_large: {
    kind: 'invalid',
    message: 'The file is larger than this server takes. Its operator can raise --file-limit.',
  },
  quota_exceeded: {
    kind: 'conflict',
    message:
      'There is no room for this file: all files together would exceed the quota. Remove some, or ask the operator to raise --file-quota.',
  },
  no_upload: {
    kind: 'conflict',
    message: 'This file was not announced, has come already or took too long. Add it again.',
  },
  torn_upload: {
    kind: 'invalid',
    message: 'The file is shorter than it was announced. Nothing was stored; add it again.',
  },
  bad_link: denied('This link was not made by this server. Read the record again for a new one.'),
  link_expired: denied('This link has expired. Read the record again for a new one.'),
  staged_by_other: {
    kind: 'conflict',
    message:
      'Another device has an update of this record waiting. It must finalize it or roll it back first.',
  },
  nothing_staged: {
    kind: 'conflict',
    message:
      'No update of this record is waiting: none was made, or it was finalized, rolled back or has expired.',
  },
}

type RefusalOptions = ErrorOptions & {
  readonly retryAfter?: number
  /** Instead of the usual sentence, where a number belongs into it. */
  readonly message?: string
}

/** A failure whose answer to the device and whose reason in the event are known. */
export class DeviceRefusal extends Failure {
  readonly reason: RefusalReason
  /** Seconds after which a throttled client may try again. */
  readonly retryAfter: number | undefined
  constructor(reason: RefusalReason, options: RefusalOptions = {}) {
    const { kind, message } = refusals[reason]
    super(kind, options.message ?? message, options)
    this.name = 'DeviceRefusal'
    this.reason = reason
    this.retryAfter = options.retryAfter
  }
}

/** For a device that called too often. */
export const throttled = (retryAfter: number): DeviceRefusal =>
  new DeviceRefusal('throttled', {
    retryAfter,
    message: `Due to repeated attempts, your request has been throttled. Try again in ${retryAfter} seconds`,
  })
