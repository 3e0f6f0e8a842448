import { Failure, type Kind } from '../kernel/errors.ts'

/** Exit codes, which scripts rely on. */
export const exit = { done: 0, failed: 1, usage: 2, notAllowed: 3, verificationFailed: 4 } as const

const byKind: Readonly<Record<Kind, number>> = {
  invalid: exit.usage,
  unauthenticated: exit.notAllowed,
  denied: exit.notAllowed,
  unconfirmed: exit.notAllowed,
  unapproved: exit.notAllowed,
  'not-found': exit.failed,
  conflict: exit.failed,
  busy: exit.failed,
  rejected: exit.failed,
  unproven: exit.verificationFailed,
}

export const exitCodeOf = (error: unknown): number =>
  error instanceof Failure ? byKind[error.kind] : exit.failed
