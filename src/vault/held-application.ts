import type { Person } from '../access/person.ts'
import { conflict, denied, invalid, notFound } from '../kernel/errors.ts'
import type { ApplicationPermission } from '../store/state/application-grants.ts'
import type { Application } from '../store/state/applications.ts'
import type { Share } from '../store/state/shares.ts'
import type { State } from '../store/state.ts'
import { wayInto } from './granted.ts'
import { ownApplication, ownSecret } from './own.ts'

/**
 * Who may what with an application, for every route of it: whoever holds it sees it with its devices and shares; its owner and
 * those who manage it change them, its name and who holds it; its owner alone removes it or hands it over. To everybody else it
 * is not there.
 */

/** An application as somebody holds it: its key is as it is wrapped for them. */
export type HeldApplication = Application & {
  readonly permission: 'owner' | ApplicationPermission
}

/** An application of one's own, or one that somebody shared with one. Throws `not-found` for every other. */
export async function heldApplication(
  state: State,
  uid: string,
  who: Person,
): Promise<HeldApplication> {
  const application = await state.applications.find(uid)
  if (application && application.owner_uid !== who.account_uid) {
    const grant = await state.applicationGrants.find(uid, who.account_uid)
    if (grant) return { ...application, app_key: grant.app_key, permission: grant.permission }
  }
  return { ...(await ownApplication(state, uid, who)), permission: 'owner' }
}

/** The same to be changed. Throws `denied` where somebody may only see it. */
export async function managedApplication(
  state: State,
  uid: string,
  who: Person,
): Promise<HeldApplication> {
  const held = await heldApplication(state, uid, who)
  if (held.permission === 'view')
    throw denied(`application ${uid} is one that you may see and not change: ask its owner`)
  return held
}

/** The same to be removed. Throws `denied` unless it is one's own. */
export async function ownedApplication(
  state: State,
  uid: string,
  who: Person,
): Promise<HeldApplication> {
  const held = await heldApplication(state, uid, who)
  if (held.permission !== 'owner')
    throw denied(
      `application ${uid} belongs to somebody else: only its owner removes it, and you can leave it`,
    )
  return held
}

async function grantedTo(state: State, who: Person): Promise<readonly HeldApplication[]> {
  const grants = await state.applicationGrants.listOf(who.account_uid)
  return Promise.all(grants.map(({ app_uid }) => heldApplication(state, app_uid, who)))
}

/** Every application that somebody holds: their own, then those of others. */
export async function heldApplications(
  state: State,
  who: Person,
): Promise<readonly HeldApplication[]> {
  const own = await state.applications.listOf(who.account_uid)
  return [
    ...own.map((one) => ({ ...one, permission: 'owner' as const })),
    ...(await grantedTo(state, who)),
  ]
}

/** The applications of others that somebody holds, and whose they are. */
export const applicationsOfOthers = async (state: State, who: Person) =>
  Promise.all(
    (await grantedTo(state, who)).map(async (held) => ({
      ...held,
      owner: (await state.accounts.find(held.owner_uid))?.email ?? null,
    })),
  )

type Wanted = { readonly secret_uid: string; readonly editable: boolean }

/**
 * What a UID stands for that an application is to read. Application and secrets stay in one hand: who manages it for its owner
 * adds what is the owner's and what they reach themselves, and lets devices change it only where they may.
 */
export async function secretFor(
  state: State,
  { held, who }: { readonly held: HeldApplication; readonly who: Person },
  { secret_uid, editable }: Wanted,
): Promise<Share['kind']> {
  if (held.permission === 'owner') return ownSecret(state, secret_uid, who)
  const record = await state.records.find(secret_uid)
  const folder = record ? undefined : await state.folders.find(secret_uid)
  const thing = record ?? folder
  if (thing?.owner_uid === who.account_uid)
    throw conflict(
      `application ${held.app_uid} reads what belongs to its owner: put it into a shared folder of theirs`,
    )
  const way = thing && (await wayInto(state, thing.top_uid, who))
  if (!way || thing.owner_uid !== held.owner_uid)
    throw notFound(`there is no record or shared folder ${secret_uid} in your vault`)
  if (editable && way.editable === 0)
    throw denied(`${secret_uid} is one that you may read and not change: leave it readonly`)
  if (folder && folder.parent_uid !== null)
    throw invalid(
      `folder ${secret_uid} lies in shared folder ${folder.top_uid}: only the whole shared folder can be shared`,
    )
  return record ? 'record' : 'folder'
}
