import { z } from 'zod'
import { login, logout, secondFactorAsked } from '../../events/catalog/login.ts'
import { type Happening, happened } from '../../events/event-type.ts'
import { denied, Failure, Throttled } from '../../kernel/errors.ts'
import type { Account } from '../../store/state/accounts.ts'
import type { Session } from '../../store/state/sessions.ts'
import type { State } from '../../store/state.ts'
import { action, type By } from '../action.ts'
import type { Newcomer } from '../newcomer.ts'
import { permissionsOf } from '../permission.ts'
import type { Person } from '../person.ts'
import type { Sealing } from '../sealing.ts'
import { type Proved, takeCode, takePasskey } from '../second-factor.ts'
import { beginSession } from '../session.ts'
import { needsSecondFactor, readSignInRules } from '../sign-in-rules.ts'

const wrongLogin = 'wrong e-mail address or password: check both, then try again'

/** The account of somebody at the door, if what they have proved so far lets them go on. */
export function letIn({ proven, wait }: Newcomer, wrong = wrongLogin): Account {
  if (wait !== undefined)
    throw new Throttled(`there were too many failed logins: try again in ${wait} seconds`, wait)
  if (!proven) throw new Failure('unauthenticated', wrong)
  if (proven.locked_at !== null)
    throw denied('this account is locked: ask the owner or an administrator')
  return proven
}

type Opening = Pick<Session, 'carried_by'> & { readonly account: Account; readonly at: Date }

/** What a whole session answers: what the client needs to get at its keys, and `key_half`, see `Session`. */
export async function openWhole(state: State, { account, ...opening }: Opening) {
  const rules = await readSignInRules(state)
  const begun = await beginSession(state, { account, stage: 'whole', rules, ...opening })
  const { account_uid, email, role, encrypted_data_key, encrypted_private_key, public_key } =
    account
  return {
    token: begun.token,
    key_half: begun.session.key_half,
    session_id: begun.session.session_id,
    expires_at: begun.session.expires_at,
    account: {
      ...{ account_uid, email, role, may: permissionsOf(role) },
      ...{ encrypted_data_key, encrypted_private_key, public_key },
    },
  }
}

type Pending = 'second-factor' | 'set-up'

/** Half a session: it opens nothing but the second step, and says which ways there are to take it. */
async function openHalf(state: State, stage: Pending, { account, ...opening }: Opening) {
  const rules = await readSignInRules(state)
  const { token, session } = await beginSession(state, { account, stage, rules, ...opening })
  const factors = await state.factors.listOf(account.account_uid)
  const kinds = factors.map(({ kind }) => kind)
  const ways: readonly string[] = stage === 'set-up' ? [] : [...new Set(kinds), 'recovery_code']
  const { session_id, expires_at } = session
  return { pending: stage, token, session_id, ways, expires_at, email: account.email }
}

export type WholeSession = Awaited<ReturnType<typeof openWhole>>
export type HalfSession = Awaited<ReturnType<typeof openHalf>>

/** The event of a login, with the session that begins with it. */
export const loggedIn = ({ session_id }: { session_id: string }, how?: Proved): Happening => ({
  ...happened(login, how ?? {}),
  session_id,
})

const carriedBy = z.enum(['cookie', 'header']).default('header')

/**
 * Opens a session for somebody who has proved their password. With a second factor, or a role that needs one, it is half a
 * session until that is there as well, and gives out none of the account's keys; a `code` that came along takes both steps at once.
 */
export const logIn = (sealing: Sealing) =>
  action({
    name: 'session.create',
    permission: 'open',
    input: z.strictObject({ code: z.string().max(200).optional(), carried_by: carriedBy }),
    async run(state: State, { code, carried_by }, { who, at }: By<Newcomer>) {
      const account = letIn(who)
      const opening = { account, carried_by, at }
      const { account_uid } = account
      if ((await state.factors.countOf(account_uid)) > 0) {
        if (code === undefined) return { half: await openHalf(state, 'second-factor', opening) }
        const proved = await takeCode(state, sealing, { account_uid, code, at })
        return { whole: await openWhole(state, opening), proved }
      }
      if (needsSecondFactor(await readSignInRules(state), account))
        return { half: await openHalf(state, 'set-up', opening) }
      return { whole: await openWhole(state, opening) }
    },
    leaves: (_, { half, whole, proved }) =>
      half
        ? [{ ...happened(secondFactorAsked, { asked: half.pending }), session_id: half.session_id }]
        : [loggedIn(whole, proved)],
  })

/** The second step of a login: the half session goes, and a whole one with another token begins. */
export const passSecondFactor = (sealing: Sealing) =>
  action({
    name: 'session.second-factor',
    permission: 'open',
    /** Without a code it is a passkey that was verified before. */
    input: z.strictObject({ code: z.string().max(200).optional() }),
    async run(state: State, { code }, { who, at }: By<Newcomer>) {
      const account = letIn(who)
      const { account_uid } = account
      const proved =
        code === undefined
          ? await takePasskey(state, who.half?.session_id ?? '', { used: who.passkey, at })
          : await takeCode(state, sealing, { account_uid, code, at })
      return { whole: await exchange(state, who, { account, at }), proved }
    },
    leaves: (_, { whole, proved }) => [loggedIn(whole, proved)],
  })

/** A whole session for the half one that somebody came with. */
export async function exchange(
  state: State,
  { half }: Newcomer,
  { account, at }: Pick<Opening, 'account' | 'at'>,
): Promise<WholeSession> {
  if (!half) throw new Failure('unauthenticated', 'log in again: this login has ended')
  await state.sessions.remove(half.session_id)
  return openWhole(state, { account, carried_by: half.carried_by, at })
}

/** Ends the session that the request came with. */
export const logOut = action({
  name: 'session.end',
  permission: 'open',
  input: z.strictObject({}),
  run: ({ sessions }, _, { who }: { who: Person }) => sessions.remove(who.session),
  leaves: () => [happened(logout, {})],
})
