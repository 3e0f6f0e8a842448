import { claimedName } from '../access/email.ts'
import { notFound } from '../kernel/errors.ts'
import type { OfPerson } from './house.ts'

/** Whose account it is that Commander names by an e-mail address. */
export async function accountOf(
  { house }: Pick<OfPerson, 'house'>,
  username: string,
): Promise<string> {
  const email = claimedName(username)
  const account = await house.store.read(({ accounts }) => accounts.findByEmail(email))
  if (!account) throw notFound(`nobody here has the address ${email}`)
  return account.account_uid
}
