import { z } from 'zod'
import {
  addedToRole,
  deleteUser,
  enableUser,
  lockUser,
} from '../../events/catalog/security-people.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, denied, notFound } from '../../kernel/errors.ts'
import type { Account } from '../../store/state/accounts.ts'
import type { State } from '../../store/state.ts'
import { action, type By } from '../action.ts'
import { givenRole } from '../given-role.ts'
import { leaveTeams, teamsLeft } from '../leave-teams.ts'
import { roleMay } from '../permission.ts'
import type { Person } from '../person.ts'

/** Whom the owner and administrators look after, and how. */

const whom = z.strictObject({ account_uid: z.string().max(64) })

/** A person as others see them. Times are RFC 3339. */
const shown = ({ account_uid, email, role, created_at, locked_at }: Account) => ({
  account_uid,
  email,
  role,
  created_at: new Date(created_at).toISOString(),
  locked_at: locked_at === null ? null : new Date(locked_at).toISOString(),
})

/** Everybody who has an account. */
export const listPeople = async ({ accounts }: State) => (await accounts.list()).map(shown)

/** The account, if `who` may look after it: nobody's own, never the owner's, and administrators are the owner's business. */
export async function inCareOf(
  { accounts }: State,
  account_uid: string,
  who: Person,
): Promise<Account> {
  const account = await accounts.find(account_uid)
  if (!account) throw notFound('there is nobody with this account: run `keepwatch user list`')
  if (account.account_uid === who.account_uid)
    throw conflict('this is your own account: somebody else has to do that')
  if (account.role === 'owner') throw denied('nobody can change the account of the owner')
  if (account.role === 'admin' && who.role !== 'owner')
    throw denied('only the owner can change the account of an administrator')
  return account
}

/** Gives somebody another role. Their sessions end, so that none goes on with what it was allowed before. */
export const changeRole = action({
  name: 'user.role',
  permission: 'people.change',
  confirm: true,
  input: whom.extend({ role: givenRole }),
  together: (input) => input,
  async run(state: State, { account_uid, role }, { who, at }: By<Person>) {
    const account = await inCareOf(state, account_uid, who)
    if (role === 'admin' && who.role !== 'owner')
      throw denied('only the owner can make somebody an administrator')
    if (account.role === role) throw conflict(`${account.email} is ${role} already`)
    await state.accounts.changeRole(account_uid, role)
    await state.sessions.removeOf(account_uid)
    const left = roleMay(role, 'vault') ? [] : await leaveTeams(state, account, at)
    return { person: shown({ ...account, role }), role_before: account.role, left }
  },
  leaves: (_, { person: { email: to_username, role }, role_before, left }) => [
    happened(addedToRole, { to_username, role, role_before }),
    ...teamsLeft(left, to_username),
  ],
})

/** Keeps somebody out at once: sessions end, tokens of theirs stop counting, they leave their teams. Their vault and their devices stay as they are. */
export const lockPerson = action({
  name: 'user.lock',
  permission: 'people.change',
  confirm: true,
  freesSpace: true,
  input: whom,
  async run(state: State, { account_uid }, { who, at }: By<Person>) {
    const account = await inCareOf(state, account_uid, who)
    if (account.locked_at !== null) throw conflict(`${account.email} is locked already`)
    const locked_at = at.getTime()
    await state.accounts.lock(account_uid, locked_at)
    await state.sessions.removeOf(account_uid)
    const left = await leaveTeams(state, account, at)
    return { person: shown({ ...account, locked_at }), left }
  },
  leaves: (_, { person: { email: to_username }, left }) => [
    happened(lockUser, { to_username }),
    ...teamsLeft(left, to_username),
  ],
})

/** Lets somebody in again. */
export const unlockPerson = action({
  name: 'user.unlock',
  permission: 'people.change',
  input: whom,
  async run(state: State, { account_uid }, { who }: By<Person>) {
    const account = await inCareOf(state, account_uid, who)
    if (account.locked_at === null) throw conflict(`${account.email} is not locked`)
    await state.accounts.lock(account_uid, null)
    return shown({ ...account, locked_at: null })
  },
  leaves: (_, { email: to_username }) => [happened(enableUser, { to_username })],
})

const told = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

/** Nobody else has the keys of somebody's vault, so that what is left in it would be lost and its devices cut off. */
async function checkVaultIsEmpty(state: State, { account_uid, email }: Account): Promise<void> {
  const { records, folders, applications } = state
  const left = [
    told((await records.listOf(account_uid)).length, 'record'),
    told((await folders.listOf(account_uid)).length, 'folder'),
    told((await applications.listOf(account_uid)).length, 'application'),
  ].filter((one) => !one.startsWith('0 '))
  if (left.length > 0)
    throw conflict(
      `${email} still has ${left.join(', ')}: let their owner hand them over (keepwatch user transfer), or remove them, because nobody else can open them`,
    )
}

/** Takes somebody out of the folders of others, whose keys they know. */
async function leaveFolders(state: State, { account_uid }: Account, at: Date): Promise<void> {
  for (const { folder_uid } of await state.folderGrants.listOf(account_uid))
    await state.folders.keyIsDue(folder_uid, at.getTime())
  await state.folderGrants.removeOf(account_uid)
}

/** Removes an account whose vault is empty. The events of the person stay; `user forget` takes the name out of them. */
export const removePerson = action({
  name: 'user.remove',
  permission: 'people.change',
  confirm: true,
  freesSpace: true,
  input: whom,
  together: (input) => input,
  async run(state: State, { account_uid }, { who, at }: By<Person>) {
    const account = await inCareOf(state, account_uid, who)
    await checkVaultIsEmpty(state, account)
    await state.approvals.removeOf(account_uid)
    await state.sessions.removeOf(account_uid)
    await state.apiTokens.removeOf(account_uid)
    await leaveFolders(state, account, at)
    await state.applicationGrants.removeOf(account_uid)
    const left = await leaveTeams(state, account, at)
    await state.factors.removeOf(account_uid)
    await state.recoveryCodes.removeOf(account_uid)
    await state.keyLocks.removeOf(account_uid)
    await state.accounts.remove(account_uid)
    return { person: shown(account), left }
  },
  leaves: (_, { person: { email: to_username, role }, left }) => [
    happened(deleteUser, { to_username, role }),
    ...teamsLeft(left, to_username),
  ],
})
