import { conflict, notFound } from '../kernel/errors.ts'
import type { Account } from '../store/state/accounts.ts'
import type { State } from '../store/state.ts'
import { claimedName } from './email.ts'
import { accountMay } from './permission.ts'

const nobody = () =>
  notFound('nobody with this address has a vault here: ask an administrator to invite them')

/** Whether somebody can be given something: an account that is not locked, with a vault. */
const hasVault = (account: Account | undefined): account is Account =>
  account !== undefined && accountMay(account, 'vault')

/** Whom something is handed to. Throws `not-found` unless they have a vault, and `conflict` for oneself. */
export async function recipient(
  { accounts }: Pick<State, 'accounts'>,
  account_uid: string,
  who: Pick<Account, 'account_uid'>,
): Promise<Account> {
  const account = await accounts.find(account_uid)
  if (!hasVault(account)) throw nobody()
  if (account.account_uid === who.account_uid) throw conflict('this is yours already')
  return account
}

/** To what others wrap keys for somebody, by their e-mail address. Throws `not-found` unless they have a vault. */
export const publicKeyOf =
  (email: string) =>
  async ({ accounts }: State) => {
    const account = await accounts.findByEmail(claimedName(email))
    if (!hasVault(account)) throw nobody()
    return {
      account_uid: account.account_uid,
      email: account.email,
      public_key: account.public_key,
    }
  }
