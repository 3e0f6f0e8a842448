import { DeviceRefusal, type RefusalReason } from '../access/device-refusal.ts'
import { Failure, type Kind } from '../kernel/errors.ts'

/** Where the failed request went, for the `path` member. */
export type Requested = {
  readonly url: string
  readonly method: string
  readonly userAgent: string | undefined
}

/** An answer that is not 200: plain JSON, unencrypted, always under 1000 bytes, because the JS SDK cuts it there. */
export type ErrorAnswer = { readonly status: number; readonly body: string }

/**
 * Status and error word of each kind of failure. Never `key`: the Python and Rust SDKs would
 * try again for ever. Overload is 403 `throttled`, the only form that any SDK waits for.
 */
const byKind: Readonly<Record<Kind, { readonly status: number; readonly error: string }>> = {
  invalid: { status: 400, error: 'bad_request' },
  unauthenticated: { status: 403, error: 'access_denied' },
  denied: { status: 403, error: 'access_denied' },
  unconfirmed: { status: 403, error: 'access_denied' },
  unapproved: { status: 403, error: 'access_denied' },
  'not-found': { status: 404, error: 'bad_request' },
  conflict: { status: 409, error: 'out_of_sync' },
  busy: { status: 403, error: 'throttled' },
  rejected: { status: 400, error: 'bad_request' },
  unproven: { status: 500, error: 'server_error' },
}

/** Words that say more than their kind. */
const ownWords: Partial<Record<RefusalReason, string>> = {
  unsupported_version: 'invalid_client_version',
  old_version: 'invalid_client_version',
  record_not_found: 'record_uid_not_found',
  folder_not_found: 'folder_uid_not_found',
  record_exists: 'bad_request',
  folder_exists: 'bad_request',
  folder_not_empty: 'bad_request',
  file_exists: 'bad_request',
  quota_exceeded: 'bad_request',
  no_upload: 'bad_request',
  staged_by_other: 'bad_request',
  nothing_staged: 'bad_request',
}

const unexpected = {
  status: 500,
  error: 'server_error',
  message: 'The server failed to answer. Its log says why.',
}

function describe(error: unknown) {
  if (!(error instanceof Failure)) return unexpected
  const answer = { ...byKind[error.kind], message: error.message }
  const word = error instanceof DeviceRefusal ? ownWords[error.reason] : undefined
  return word ? { ...answer, error: word } : answer
}

/** The word by which clients tell errors apart. */
export const errorWord = (error: unknown): string => describe(error).error

/** The longest beginning of a text that takes at most so many bytes inside JSON. */
function shortened(text: string, bytes: number): string {
  const characters = Array.from(text.slice(0, bytes).toWellFormed())
  const size = () => Buffer.byteLength(JSON.stringify(characters.join(''))) - 2
  while (size() > bytes) characters.length -= Math.ceil((size() - bytes) / 6)
  return characters.join('')
}

/**
 * The error body that Keeper's server sends, with all its members as strings. `result_code` repeats `error` for the
 * SDKs that look there first. For a refused version Python shows nothing but `additional_info`.
 */
export function errorAnswer(error: unknown, { url, method, userAgent }: Requested): ErrorAnswer {
  const { status, error: word, message } = describe(error)
  const sentence = shortened(message, 300)
  const retryAfter = error instanceof DeviceRefusal ? error.retryAfter : undefined
  const body = {
    path: shortened(`${url}, ${method}, ${userAgent ?? ''}`, 240),
    additional_info: word === 'invalid_client_version' ? sentence : '',
    location: 'keepwatch device protocol',
    error: word,
    result_code: word,
    message: sentence,
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
  }
  return { status, body: JSON.stringify(body) }
}
