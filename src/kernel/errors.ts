/**
 * Why something was not done. Each edge maps the kind once: HTTP status (`http/errors.ts`), KSM error body
 * (`protocol/error-body.ts`), exit code (`cli/exit.ts`).
 *
 * - `invalid`: the input cannot be understood or breaks a bound
 * - `unauthenticated`: nobody has proved who they are
 * - `denied`: known, but not allowed
 * - `unconfirmed`: known and allowed, but has to prove again who they are
 * - `unapproved`: a second person has to agree first
 * - `not-found`, `conflict`: the thing is missing; it is not in the state that was expected
 * - `busy`: push-back, try again later
 * - `rejected`: the other side (a SIEM, a webhook, a mail server) refused for good
 * - `unproven`: a proof does not hold: what was checked is not what was signed
 */
export type Kind =
  | 'invalid'
  | 'unauthenticated'
  | 'denied'
  | 'unconfirmed'
  | 'unapproved'
  | 'not-found'
  | 'conflict'
  | 'busy'
  | 'rejected'
  | 'unproven'

/** The one error that the outside may see: the message is a sentence for the person, the cause is for the log. */
export class Failure extends Error {
  readonly kind: Kind
  constructor(kind: Kind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Failure'
    this.kind = kind
  }
}

/** Push-back with a time: who asks again after `retryAfter` whole seconds may come through. */
export class Throttled extends Failure {
  readonly retryAfter: number
  constructor(message: string, retryAfter: number) {
    super('busy', message)
    this.name = 'Throttled'
    this.retryAfter = retryAfter
  }
}

export const invalid = (message: string, options?: ErrorOptions) =>
  new Failure('invalid', message, options)
export const denied = (message: string) => new Failure('denied', message)
export const notFound = (message: string) => new Failure('not-found', message)
export const conflict = (message: string, options?: ErrorOptions) =>
  new Failure('conflict', message, options)
