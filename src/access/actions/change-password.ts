import { changeMasterPassword } from '../../events/catalog/account.ts'
import { happened } from '../../events/event-type.ts'
import { action } from '../action.ts'
import type { Person } from '../person.ts'
import { passwordKeys } from './account-keys.ts'

/** Wraps the data key anew and ends every session of the account: the keys below it stay what they were. */
export const changePassword = action({
  name: 'account.change-password',
  permission: 'open',
  confirm: true,
  input: passwordKeys,
  async run({ accounts, sessions }, keys, { who }: { who: Person }) {
    await accounts.changePassword(who.account_uid, keys)
    await sessions.removeOf(who.account_uid)
  },
  leaves: () => [happened(changeMasterPassword, {})],
})
