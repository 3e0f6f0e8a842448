import { recipient } from '../access/recipient.ts'
import type { State } from '../store/state.ts'

/** Somebody who can be given something, whoever asks. Throws `not-found` unless they have a vault. */
export const vaultOf = (state: State, account_uid: string) =>
  recipient(state, account_uid, { account_uid: '' })
