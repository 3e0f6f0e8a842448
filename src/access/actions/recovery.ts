import { z } from 'zod'
import { accountRecovery, changeMasterPassword } from '../../events/catalog/account.ts'
import {
  accountRecoverySetup,
  recoveryPhraseRemoved,
} from '../../events/catalog/security-factors.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, Failure } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { action, type By } from '../action.ts'
import type { Newcomer } from '../newcomer.ts'
import type { Person } from '../person.ts'
import type { Sealing } from '../sealing.ts'
import { takeCode } from '../second-factor.ts'
import { beginSession } from '../session.ts'
import { readSignInRules } from '../sign-in-rules.ts'
import { passwordKeys } from './account-keys.ts'
import { letIn } from './sessions.ts'

/** A phrase that its owner keeps, and that opens the vault when the password is lost. Keeper's names. */

const kind = 'recovery-phrase'

/** Puts the data key behind a phrase as well. The one before counts no more. */
export const setRecoveryPhrase = action({
  name: 'recovery-phrase.set',
  permission: 'open',
  confirm: true,
  input: z.strictObject({
    verifier_hash: z.string().min(1).max(200),
    encrypted_data_key: z.base64({ error: 'expected base64' }).min(1).max(400),
  }),
  async run(state: State, lock, { who: { account_uid }, at }: By<Person>) {
    await state.keyLocks.put({ account_uid, kind, ...lock, created_at: at.getTime() })
    return { created_at: at.toISOString() }
  },
  leaves: () => [happened(accountRecoverySetup, {})],
})

export const removeRecoveryPhrase = action({
  name: 'recovery-phrase.remove',
  permission: 'open',
  confirm: true,
  freesSpace: true,
  input: z.strictObject({}),
  async run({ keyLocks }: State, _, { who }: By<Person>) {
    if ((await keyLocks.remove(who.account_uid, kind)) === 0)
      throw conflict('you have no recovery phrase')
    return {}
  },
  leaves: () => [happened(recoveryPhraseRemoved, {})],
})

/**
 * Somebody has shown the phrase, and the second factor if the account has one: they get what the phrase opens, and half a session
 * in which they set a new password and do nothing else.
 */
export const beginRecovery = (sealing: Sealing) =>
  action({
    name: 'account.recover',
    permission: 'open',
    input: z.strictObject({ code: z.string().max(200).optional() }),
    async run(state: State, { code }, { who, at }: By<Newcomer>) {
      const account = letIn(
        who,
        'wrong e-mail address or recovery phrase: check both, then try again',
      )
      const { account_uid, email } = account
      const lock = await state.keyLocks.find(account_uid, kind)
      if (!lock) throw conflict('this account has no recovery phrase any more')
      if ((await state.factors.countOf(account_uid)) > 0) {
        if (code === undefined)
          throw new Failure(
            'unauthenticated',
            'this account has a second factor: give its code, or a recovery code, as well',
          )
        await takeCode(state, sealing, { account_uid, code, at })
      }
      const rules = await readSignInRules(state)
      const opening = { account, stage: 'recovery', carried_by: 'header', at, rules } as const
      const { token, session } = await beginSession(state, opening)
      const { encrypted_data_key } = lock
      const { session_id, expires_at } = session
      return { token, email, encrypted_data_key, session_id, expires_at }
    },
    leaves: (_, { session_id }) => [{ ...happened(accountRecovery, {}), session_id }],
  })

/** Puts the same data key behind a new password. Every session of the account ends. */
export const finishRecovery = action({
  name: 'account.recover-password',
  permission: 'open',
  input: passwordKeys,
  async run({ accounts, sessions }: State, keys, { who }: By<Newcomer>) {
    const { account_uid, email } = letIn(who)
    await accounts.changePassword(account_uid, keys)
    await sessions.removeOf(account_uid)
    return { email }
  },
  leaves: () => [happened(changeMasterPassword, { by: 'recovery_phrase' })],
})
