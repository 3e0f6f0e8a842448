import { Failure, type Kind } from '../kernel/errors.ts'

/** What a device is told: status, error word and sentence. Words and texts of Keeper where they are known. */
type Answer = {
  readonly kind: Kind
  readonly status: number
  readonly error: string
  readonly message: string
}

const accessDenied = (message: string): Answer => ({
  kind: 'denied',
  status: 403,
  error: 'access_denied',
  message,
})

const invalidSignature = accessDenied('Signature is invalid')
const noAccess = accessDenied('Unable to validate application access')

/** Why a device is turned away. The reason stands in the event; the device sees only the answer. */
export const refusals = {
  unknown_client: noAccess,
  revoked: noAccess,
  bad_signature: invalidSignature,
  token_used: invalidSignature,
  ip_locked: accessDenied('This client is locked to a different ip address'),
  token_expired: accessDenied('The one-time token has expired. Ask its owner for a new one.'),
  access_expired: accessDenied('The access of this client has expired. Ask its owner to renew it.'),
  replayed: accessDenied('This request was received before. Send a new one.'),
  not_permitted: accessDenied(
    'This client may read but not change this. Ask for an editable share.',
  ),
  throttled: {
    kind: 'busy',
    status: 403,
    error: 'throttled',
    message: 'Due to repeated attempts, your request has been throttled. Try again later',
  },
  unsupported_version: {
    kind: 'invalid',
    status: 400,
    error: 'invalid_client_version',
    message: 'The client version must be a prefix and three numbers, for example ms17.5.0.',
  },
  record_not_found: {
    kind: 'not-found',
    status: 404,
    error: 'record_uid_not_found',
    message: 'There is no such record in the shares of this application.',
  },
  folder_not_found: {
    kind: 'not-found',
    status: 404,
    error: 'folder_uid_not_found',
    message: 'There is no such folder in the shares of this application.',
  },
  out_of_sync: {
    kind: 'conflict',
    status: 409,
    error: 'out_of_sync',
    message: 'The record was changed since it was read. Read it again, then update it.',
  },
  unsupported_endpoint: {
    kind: 'not-found',
    status: 404,
    error: 'bad_request',
    message: 'This server does not offer this call yet.',
  },
} as const satisfies Record<string, Answer>

export type RefusalReason = keyof typeof refusals

/** A failure whose answer to the device and whose reason in the event are known. */
export class Refusal extends Failure {
  readonly reason: RefusalReason
  /** Seconds after which a throttled client may try again. */
  readonly retryAfter: number | undefined
  constructor(
    reason: RefusalReason,
    options: ErrorOptions & { readonly retryAfter?: number } = {},
  ) {
    super(refusals[reason].kind, refusals[reason].message, options)
    this.name = 'Refusal'
    this.reason = reason
    this.retryAfter = options.retryAfter
  }
}
