import type { Store } from '../store/store.ts'
import type { Shown } from './actions/confirm-identity.ts'
import type { LoginAttempt, LoginLimits } from './login-limits.ts'
import { type RelyingParty, verifyPasskey } from './passkey.ts'
import { isVerifier } from './password.ts'
import type { Person } from './person.ts'

/** What somebody gives to prove again who they are: one of these. */
export type Proofs = {
  readonly verifier?: string | undefined
  readonly code?: string | undefined
  readonly passkey?: object | undefined
}

type Door = { readonly store: Pick<Store, 'read'>; readonly logins: LoginLimits }

type Again = {
  readonly person: Pick<Person, 'account_uid' | 'email' | 'session'>
  readonly proofs: Proofs
  readonly address: string | undefined
  readonly party: RelyingParty
}

/** Counts the attempt as one of a login, and looks at what was given. Slow on purpose, so it runs outside any transaction. */
export async function proveAgain(
  { store, logins }: Door,
  { person, proofs, address = '', party }: Again,
): Promise<{ readonly shown: Shown; succeeded: LoginAttempt['succeeded'] }> {
  const { account_uid, email, session } = person
  const { verifier, passkey: response } = proofs
  const isPassword = typeof verifier === 'string' && verifier.length <= 200
  const attempt = await (isPassword
    ? logins.begin(email, address)
    : logins.beginCode(email, address))
  const { wait, succeeded } = attempt
  if (wait > 0) return { shown: { isPassword: false, wait }, succeeded }
  if (response !== undefined) {
    const passkey = await verifyPasskey(store, { session, account_uid, party, response })
    return { shown: { isPassword: false, passkey }, succeeded }
  }
  if (!isPassword) return { shown: { isPassword: false }, succeeded }
  const account = await store.read(({ accounts }) => accounts.find(account_uid))
  return { shown: { isPassword: await isVerifier(verifier, account?.verifier_hash) }, succeeded }
}
