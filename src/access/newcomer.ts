import { loginFailure } from '../events/catalog/login.ts'
import { happened } from '../events/event-type.ts'
import { type Failure, Throttled } from '../kernel/errors.ts'
import type { Account } from '../store/state/accounts.ts'
import type { Session } from '../store/state/sessions.ts'
import type { Caller } from './caller.ts'
import type { UsedPasskey } from './passkey.ts'
import { WrongCode } from './second-factor.ts'

/** Somebody at the door: what they have proved so far. */
export type Newcomer = {
  readonly proven?: Account
  /** Whole seconds until they may try again, if they have tried too often: then their password was not looked at. */
  readonly wait?: number
  /** The half session that they came with, when the password is behind them. */
  readonly half?: Session
  /** What a passkey of theirs has signed for it, if it was right. */
  readonly passkey?: UsedPasskey | undefined
}

/** Why somebody did not get in, in a word that rules and filters can go by. */
function reasonOf(error: unknown): string {
  if (error instanceof Throttled) return 'throttled'
  if (error instanceof WrongCode) return 'wrong_code'
  return reasons[(error as Partial<Failure>).kind ?? ''] ?? 'failed'
}

const reasons: Readonly<Record<string, string>> = {
  unauthenticated: 'wrong_password',
  denied: 'not_allowed',
  invalid: 'malformed',
  conflict: 'conflict',
  busy: 'busy',
}

/** `name` is what they say they are called; it stands in the log whether it is true or not. */
export const newcomerCaller = (name: string, newcomer: Newcomer): Caller<Newcomer> => ({
  who: newcomer,
  standing: 'stranger',
  username: name,
  may: (permission) => permission === 'open',
  refused: ({ detail, error }) => happened(loginFailure, { reason: reasonOf(error), detail }),
})
