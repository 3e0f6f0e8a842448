import { Failure, type Kind } from '../kernel/errors.ts'

/** Why a call is refused outside any action, with the word by which Commander tells errors apart, where it looks at it. */
export class CommanderRefusal extends Failure {
  readonly word: string
  readonly more: Readonly<Record<string, string | number>>
  constructor(
    kind: Kind,
    {
      word,
      message,
      ...more
    }: { readonly word: string; readonly message: string } & Readonly<
      Record<string, string | number>
    >,
  ) {
    super(kind, message)
    this.word = word
    this.more = more
  }
}

/** The session is unknown or over: Commander drops it and says so. */
export const sessionOver = () =>
  new CommanderRefusal('unauthenticated', {
    word: 'session_token_expired',
    message: 'You are not logged in, or no longer: log in again.',
  })

/** Commander shows the sentence; what it asked for is on record. */
export const unsupported = (endpoint: string) =>
  new CommanderRefusal('not-found', {
    word: 'unsupported',
    message: `Keepwatch does not answer ${endpoint}. The guide to Keeper Commander lists the commands that work here.`,
  })

export const notAllowed = (endpoint: string) =>
  new CommanderRefusal('denied', {
    word: 'access_denied',
    message: `Your role does not allow ${endpoint}.`,
  })

/** Commander registers the device anew and goes on. */
export const unknownDevice = () =>
  new CommanderRefusal('unauthenticated', {
    word: 'device_not_registered',
    message: 'This device is not registered here.',
  })

export const loginOver = () =>
  new CommanderRefusal('unauthenticated', {
    word: 'login_token_expired',
    message: 'This login took too long, or was not begun here: log in again.',
  })

/** What was sent cannot be understood. */
export const malformed = (message: string) =>
  new CommanderRefusal('invalid', { word: 'bad_request', message })

/**
 * Status and word of each kind. Never 403 `throttled`, for which Commander would sleep minutes before it says anything, and 401
 * `key` only with a number that it knows, because any other makes it ask for ever.
 */
const byKind: Readonly<Record<Kind, { readonly status: number; readonly word: string }>> = {
  invalid: { status: 400, word: 'bad_request' },
  unauthenticated: { status: 401, word: 'auth_failed' },
  denied: { status: 403, word: 'access_denied' },
  unconfirmed: { status: 403, word: 'access_denied' },
  unapproved: { status: 403, word: 'access_denied' },
  'not-found': { status: 404, word: 'not_found' },
  conflict: { status: 409, word: 'conflict' },
  busy: { status: 503, word: 'busy' },
  rejected: { status: 502, word: 'rejected' },
  unproven: { status: 500, word: 'server_error' },
}

const unexpected = {
  status: 500,
  word: 'server_error',
  message: 'The server failed to answer. Its log says why.',
  more: {},
}

/** What an error is to Commander. */
export function describeRefusal(error: unknown) {
  if (!(error instanceof Failure)) return unexpected
  const { status, word } = byKind[error.kind]
  const { message } = error
  if (!(error instanceof CommanderRefusal)) return { status, word, message, more: {} }
  return { status, word: error.word, message, more: error.more }
}

/** An answer that is no success: plain JSON, of which Commander shows word and message. */
export function refusalAnswer(error: unknown): { readonly status: number; readonly body: string } {
  const { status, word, message, more } = describeRefusal(error)
  const body = { error: word, message, additional_info: '', ...more }
  return { status, body: JSON.stringify(body) }
}
