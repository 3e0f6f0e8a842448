import { loginFailure } from '../events/catalog/login.ts'
import { happened } from '../events/event-type.ts'
import type { Account } from '../store/state/accounts.ts'
import type { Caller } from './caller.ts'

/** Somebody at the door: what they have proved so far. */
export type Newcomer = {
  readonly proven?: Account
  /** Whole seconds until they may try again, if they have tried too often: then their password was not looked at. */
  readonly wait?: number
}

/** `name` is what they say they are called; it stands in the log whether it is true or not. */
export const newcomerCaller = (name: string, newcomer: Newcomer): Caller<Newcomer> => ({
  who: newcomer,
  standing: 'stranger',
  username: name,
  may: (permission) => permission === 'open',
  refused: ({ detail }) => happened(loginFailure, { detail }),
})
