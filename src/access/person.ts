import { actionDenied, actionFailed } from '../events/catalog/security.ts'
import { happened } from '../events/event-type.ts'
import type { Account } from '../store/state/accounts.ts'
import type { Store } from '../store/store.ts'
import type { Caller, Refusal } from './caller.ts'
import { sessionName, tokenHash } from './opaque-token.ts'
import { accountMay, type Permission, roleMay } from './permission.ts'

/** Somebody with a session, and the key pair that devices and other people wrap keys to. */
export type Person = Pick<
  Account,
  'account_uid' | 'email' | 'role' | 'public_key' | 'encrypted_private_key'
> & {
  /** The hash of the session's token. */
  readonly session: string
  /** Opens what this person's client keeps on its disk. */
  readonly key_half: string
}

const refused = ({ action, reason, detail }: Refusal) =>
  reason === 'denied'
    ? happened(actionDenied, { action, detail })
    : happened(actionFailed, { action, reason, detail })

export const personCaller = (person: Person): Caller<Person> => ({
  who: person,
  standing: 'known',
  username: person.email,
  session_id: sessionName(person.session),
  may: (permission) => roleMay(person.role, permission),
  refused,
})

/** What is asked again and again while something long is sent: does the session still live, and allow it? */
export const mayStill = (
  store: Pick<Store, 'read'>,
  { person, permission, now }: { person: Person; permission: Permission; now: Date },
): Promise<boolean> =>
  store.read(async ({ sessions, accounts }) => {
    const session = await sessions.find(person.session)
    if (!session || session.expires_at <= now.getTime()) return false
    const account = await accounts.find(session.account_uid)
    return account !== undefined && accountMay(account, permission)
  })

/** The person behind a session token, or undefined when it is unknown, ended or expired. */
export const findPerson = (
  store: Pick<Store, 'read'>,
  token: string,
  now: Date,
): Promise<Person | undefined> =>
  store.read(async ({ sessions, accounts }) => {
    const session = await sessions.find(tokenHash(token))
    if (!session || session.expires_at <= now.getTime()) return undefined
    const account = await accounts.find(session.account_uid)
    if (account?.locked_at !== null) return undefined
    const { account_uid, email, role, public_key, encrypted_private_key } = account
    return {
      account_uid,
      email,
      role,
      public_key,
      encrypted_private_key,
      session: session.token_hash,
      key_half: session.key_half,
    }
  })
