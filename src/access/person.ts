import { actionDenied, actionFailed } from '../events/catalog/security.ts'
import { twoFactorCodeInvalid } from '../events/catalog/security-factors.ts'
import { happened } from '../events/event-type.ts'
import type { Account } from '../store/state/accounts.ts'
import type { Store } from '../store/store.ts'
import type { Caller, Refusal } from './caller.ts'
import { tokenHash } from './opaque-token.ts'
import { accountMay, type Permission, roleMay } from './permission.ts'
import { WrongCode } from './second-factor.ts'
import { isLive } from './session.ts'

/** Somebody with a session, and the key pair that devices and other people wrap keys to. */
export type Person = Pick<
  Account,
  'account_uid' | 'email' | 'role' | 'public_key' | 'encrypted_private_key'
> & {
  /** The name of the session, as events have it. */
  readonly session: string
  /** Opens what this person's client keeps on its disk. */
  readonly key_half: string
  /** When they last proved who they are. */
  readonly proved_at?: number
}

const refused = ({ action, reason, detail, error }: Refusal) =>
  error instanceof WrongCode
    ? happened(twoFactorCodeInvalid, { action, detail })
    : reason === 'denied'
      ? happened(actionDenied, { action, detail })
      : happened(actionFailed, { action, reason, detail })

export const personCaller = (person: Person): Caller<Person> => ({
  who: person,
  standing: 'known',
  username: person.email,
  session_id: person.session,
  account_uid: person.account_uid,
  ...(person.proved_at !== undefined && { proved_at: person.proved_at }),
  may: (permission) => roleMay(person.role, permission),
  refused,
})

/** What is asked again and again while something long is sent: does the session still live, and allow it? */
export const mayStill = (
  store: Pick<Store, 'read'>,
  { person, permission, now }: { person: Person; permission: Permission; now: Date },
): Promise<boolean> =>
  store.read(async ({ sessions, accounts }) => {
    const session = await sessions.named(person.session)
    if (!session || !isLive(session, now.getTime())) return false
    const account = await accounts.find(session.account_uid)
    return account !== undefined && accountMay(account, permission)
  })

/** How stale the time of last use may be: a session that is used all the time is not written all the time. */
const seenEveryMs = 60_000

/** The person behind a session token, or undefined when it is unknown, ended or expired. Using it keeps it from ending for idleness. */
export async function findPerson(
  store: Pick<Store, 'read' | 'transaction'>,
  token: string,
  now: Date,
): Promise<Person | undefined> {
  const found = await readPerson(store, token, now)
  if (!found) return undefined
  const { person, seen_at } = found
  if (now.getTime() - seen_at >= seenEveryMs)
    // What cannot be written ends the session earlier, and nothing else.
    await store
      .transaction(({ sessions }) => sessions.see(person.session, now.getTime()))
      .catch(() => {})
  return person
}

const readPerson = (store: Pick<Store, 'read'>, token: string, now: Date) =>
  store.read(async ({ sessions, accounts }) => {
    const hash = tokenHash(token)
    const session = (await sessions.find(hash)) ?? (await sessions.findFormer(hash, now.getTime()))
    if (session?.stage !== 'whole' || !isLive(session, now.getTime())) return undefined
    const account = await accounts.find(session.account_uid)
    if (account?.locked_at !== null) return undefined
    const { account_uid, email, role, public_key, encrypted_private_key } = account
    const { session_id, key_half, seen_at, proved_at } = session
    const keys = { public_key, encrypted_private_key, key_half }
    const person = { account_uid, email, role, ...keys, session: session_id, proved_at }
    return { seen_at, person }
  })
