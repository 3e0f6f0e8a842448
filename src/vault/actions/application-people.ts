import { z } from 'zod'
import { action, type By } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { recipient } from '../../access/recipient.ts'
import { changeShare, removeShare, share } from '../../events/catalog/share-applications.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, notFound } from '../../kernel/errors.ts'
import { applicationPermissions } from '../../store/state/application-grants.ts'
import type { State } from '../../store/state.ts'
import { accountUid, eciesWrappedKey, uid } from '../bounds.ts'
import { heldApplication, managedApplication } from '../held-application.ts'

/** Lets other people hold applications. */

const place = z.strictObject({ app_uid: uid, account_uid: accountUid })
const permission = z.enum(applicationPermissions)

async function grantThere(state: State, { app_uid, account_uid }: z.output<typeof place>) {
  const grant = await state.applicationGrants.find(app_uid, account_uid)
  if (!grant) throw notFound(`application ${app_uid} is not shared with this person`)
  const account = await state.accounts.find(account_uid)
  return { grant, email: account?.email ?? '' }
}

const withKey = place.extend({ app_key: eciesWrappedKey, permission: permission.default('view') })

/** Lets somebody see an application, or manage it. The client has wrapped its key for them. */
export const shareApplication = action({
  name: 'application.share',
  permission: 'vault',
  input: withKey,
  async run(state: State, given: z.output<typeof withKey>, { who, at }: By<Person>) {
    const { app_uid, permission } = given
    const { owner_uid } = await managedApplication(state, app_uid, who)
    const { account_uid, email } = await recipient(state, given.account_uid, who)
    if (account_uid === owner_uid) throw conflict(`application ${app_uid} is ${email}'s own`)
    if (await state.applicationGrants.find(app_uid, account_uid))
      throw conflict(`application ${app_uid} is shared with ${email} already`)
    await state.applicationGrants.insert({ ...given, created_at: at.getTime() })
    return { app_uid, email, permission }
  },
  leaves: (_, { email: to_username, ...given }) => [happened(share, { to_username, ...given })],
})

const change = place.extend({ permission })

/** Lets somebody manage it who could see it, or only see it from now on. */
export const changeApplicationShare = action({
  name: 'application.change-share',
  permission: 'vault',
  input: change,
  async run(state: State, { permission, ...where }: z.output<typeof change>, { who }: By<Person>) {
    const { app_uid, account_uid } = where
    await managedApplication(state, app_uid, who)
    const { grant, email } = await grantThere(state, where)
    if (grant.permission === permission) throw conflict(`${email} may ${permission} it already`)
    await state.applicationGrants.setPermission(app_uid, account_uid, permission)
    return { app_uid, email, permission }
  },
  leaves: (_, { email: to_username, ...given }) => [
    happened(changeShare, { to_username, ...given }),
  ],
})

/** Ends it, also for oneself. The app key stays, because devices have it; what they made while they managed it stays as well. */
export const unshareApplication = action({
  name: 'application.unshare',
  permission: 'vault',
  freesSpace: true,
  input: place,
  async run(state: State, where: z.output<typeof place>, { who }: By<Person>) {
    const { app_uid, account_uid } = where
    const isLeaving = account_uid === who.account_uid
    await (isLeaving ? heldApplication : managedApplication)(state, app_uid, who)
    const { email } = await grantThere(state, where)
    await state.applicationGrants.remove(app_uid, account_uid)
    return { app_uid, email }
  },
  leaves: (_, { app_uid, email: to_username }) => [happened(removeShare, { app_uid, to_username })],
})

export type ApplicationShareInput = Omit<z.input<typeof withKey>, 'app_uid' | 'account_uid'>
export type ApplicationShareChange = Pick<z.input<typeof change>, 'permission'>
