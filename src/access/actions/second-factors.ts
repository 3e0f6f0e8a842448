import { z } from 'zod'
import {
  addSecurityKey,
  deleteSecurityKey,
  recoveryCodesRenewed,
  setTwoFactorOff,
  setTwoFactorOn,
  twoFactorDisabledBySupport,
} from '../../events/catalog/security-factors.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, invalid, notFound } from '../../kernel/errors.ts'
import type { Factor } from '../../store/state/factors.ts'
import type { State } from '../../store/state.ts'
import { action, type By } from '../action.ts'
import type { Newcomer } from '../newcomer.ts'
import type { NewPasskey } from '../passkey.ts'
import type { Person } from '../person.ts'
import { renewRecoveryCodes } from '../recovery-codes.ts'
import type { Sealing } from '../sealing.ts'
import { needsSecondFactor, readSignInRules } from '../sign-in-rules.ts'
import { addAuthenticator, factorName, keepFactor, newTotp } from '../totp-factor.ts'
import { inCareOf } from './people.ts'
import { exchange, letIn, loggedIn } from './sessions.ts'

/** Second factors of one's own: set up, looked at, removed. */

const shown = ({ factor_uid, kind, name, created_at, last_used_at }: Factor) => ({
  factor_uid,
  kind,
  name,
  created_at: new Date(created_at).toISOString(),
  last_used_at: last_used_at === null ? null : new Date(last_used_at).toISOString(),
})

/** What somebody has, and whether their role needs one. */
export const listFactors = (who: Person) => async (state: State) => ({
  factors: (await state.factors.listOf(who.account_uid)).map(shown),
  recovery_codes_left: await state.recoveryCodes.countOf(who.account_uid),
  required: needsSecondFactor(await readSignInRules(state), who),
})

const setUp = ({ kind, name }: { kind: string; name: string }) =>
  happened(setTwoFactorOn, { factor: kind, factor_name: name })

/** Adds an authenticator. Recovery codes come with the first second factor, in this answer and nowhere else. */
export const addTotp = (sealing: Sealing) =>
  action({
    name: 'second-factor.add',
    permission: 'open',
    confirm: true,
    input: newTotp,
    run: (state: State, input, { who: { account_uid }, at }: By<Person>) =>
      addAuthenticator(state, sealing, { ...input, account_uid, at }),
    leaves: (_, added) => [setUp(added)],
  })

/** The same in the middle of a login, for a role that needs one: the session begins with it. */
export const setUpAtLogIn = (sealing: Sealing) =>
  action({
    name: 'session.set-up',
    permission: 'open',
    input: newTotp,
    async run(state: State, input, { who, at }: By<Newcomer>) {
      const account = letIn(who)
      const { account_uid } = account
      const added = await addAuthenticator(state, sealing, { ...input, account_uid, at })
      return { added, whole: await exchange(state, who, { account, at }) }
    },
    leaves: (_, { added, whole }) => [
      { ...setUp(added), session_id: whole.session_id },
      loggedIn(whole, { second_factor: 'totp' }),
    ],
  })

type Making = {
  readonly account_uid: string
  /** The session, whole or half, that the passkey was asked for. */
  readonly session: string
  readonly name: string
  readonly at: Date
}

/** Keeps a passkey that was made for this session; what had to be signed is used up by it. */
async function keepPasskey(state: State, made: NewPasskey | undefined, making: Making) {
  const { account_uid, session, name, at } = making
  if (!made || !(await state.sessions.spendChallenge(session, made.challenge)))
    throw invalid('this passkey was not made for this session: try again')
  const { external_id, public: shown, counter } = made
  if (await state.factors.findExternal('passkey', external_id))
    throw conflict('this passkey is there already')
  const own = { account_uid, kind: 'passkey', name, external_id, public: shown } as const
  return keepFactor(state, { ...own, sealed: '', counter, created_at: at.getTime() })
}

const named = z.strictObject({ name: factorName.default('Passkey') })

/** A passkey in the middle of a login, for a role that needs a second factor: the session begins with it. */
export const setUpPasskeyAtLogIn = (made: NewPasskey | undefined) =>
  action({
    name: 'session.set-up-passkey',
    permission: 'open',
    input: named,
    async run(state: State, { name }, { who, at }: By<Newcomer>) {
      const account = letIn(who)
      const { account_uid } = account
      const session = who.half?.session_id ?? ''
      const added = await keepPasskey(state, made, { account_uid, session, name, at })
      return { added, whole: await exchange(state, who, { account, at }) }
    },
    leaves: (_, { added, whole }) => [
      {
        ...happened(addSecurityKey, { factor_name: added.name }),
        session_id: whole.session_id,
      },
      loggedIn(whole, { second_factor: 'passkey' }),
    ],
  })

/** Adds a passkey that the browser has made for this session. */
export const addPasskey = (made: NewPasskey | undefined) =>
  action({
    name: 'second-factor.add-passkey',
    permission: 'open',
    confirm: true,
    input: named,
    run: (state: State, { name }, { who: { account_uid, session }, at }: By<Person>) =>
      keepPasskey(state, made, { account_uid, session, name, at }),
    leaves: (_, { name: factor_name }) => [happened(addSecurityKey, { factor_name })],
  })

/** Removes one. With the last go the recovery codes; a role that needs one keeps the last. */
export const removeFactor = action({
  name: 'second-factor.remove',
  permission: 'open',
  confirm: true,
  freesSpace: true,
  input: z.strictObject({ factor_uid: z.string().max(64) }),
  async run(state: State, { factor_uid }, { who }: By<Person>) {
    const own = await state.factors.listOf(who.account_uid)
    const meant = own.find((one) => one.factor_uid === factor_uid)
    if (!meant) throw notFound('you have no such second factor: run `keepwatch two-factor list`')
    const left = own.length - 1
    if (left === 0 && needsSecondFactor(await readSignInRules(state), who))
      throw conflict('your role needs a second factor: add another one first')
    await state.factors.remove(factor_uid)
    if (left === 0) await state.recoveryCodes.removeOf(who.account_uid)
    return { ...shown(meant), left }
  },
  leaves: (_, { kind, name, left }) => [
    kind === 'passkey'
      ? happened(deleteSecurityKey, { factor_name: name, left })
      : happened(setTwoFactorOff, { factor: kind, factor_name: name, left }),
  ],
})

/** A new set of recovery codes in place of the one before. */
export const renewCodes = action({
  name: 'second-factor.recovery-codes',
  permission: 'open',
  confirm: true,
  input: z.strictObject({}),
  async run(state: State, _, { who, at }: By<Person>) {
    if ((await state.factors.countOf(who.account_uid)) === 0)
      throw conflict('you have no second factor: recovery codes come with the first one')
    return { recovery_codes: await renewRecoveryCodes(state, who.account_uid, at) }
  },
  leaves: (_, { recovery_codes }) => [
    happened(recoveryCodesRenewed, { codes: recovery_codes.length }),
  ],
})

/** For somebody who has lost all of theirs: they log in with the password alone, or are asked to set one up. */
export const resetFactors = action({
  name: 'second-factor.reset',
  permission: 'people.change',
  confirm: true,
  freesSpace: true,
  input: z.strictObject({ account_uid: z.string().max(64) }),
  together: (input) => input,
  async run(state: State, { account_uid }, { who }: By<Person>) {
    const { email } = await inCareOf(state, account_uid, who)
    const removed = await state.factors.removeOf(account_uid)
    if (removed === 0) throw conflict(`${email} has no second factor`)
    await state.recoveryCodes.removeOf(account_uid)
    await state.sessions.removeOf(account_uid)
    return { account_uid, email, removed }
  },
  leaves: (_, { email: to_username, removed }) => [
    happened(twoFactorDisabledBySupport, { to_username, removed }),
  ],
})
