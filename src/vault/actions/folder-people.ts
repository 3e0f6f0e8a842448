import { z } from 'zod'
import { action, type By } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { recipient } from '../../access/recipient.ts'
import {
  folderAddUser,
  folderChangeUser,
  folderRemoveUser,
} from '../../events/catalog/share-people.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, notFound } from '../../kernel/errors.ts'
import type { FolderGrant } from '../../store/state/folder-grants.ts'
import type { State } from '../../store/state.ts'
import { accountUid, eciesWrappedKey, uid } from '../bounds.ts'
import { ownTop } from '../own.ts'

/** Lets other people into shared folders. */

const place = z.strictObject({ folder_uid: uid, account_uid: accountUid })

async function grantThere(state: State, { folder_uid, account_uid }: z.output<typeof place>) {
  const grant = await state.folderGrants.find(folder_uid, account_uid)
  if (!grant) throw notFound(`folder ${folder_uid} is not shared with this person`)
  const account = await state.accounts.find(account_uid)
  return { grant, email: account?.email ?? '' }
}

const withKey = place.extend({ folder_key: eciesWrappedKey, editable: z.boolean().default(false) })

/** Lets somebody into a shared folder, to read or also to change what lies in it. The client has wrapped its key for them. */
export const shareFolder = action({
  name: 'folder.share',
  permission: 'vault',
  input: withKey,
  async run(
    state: State,
    { editable, ...given }: z.output<typeof withKey>,
    { who, at }: By<Person>,
  ) {
    const { folder_uid } = given
    await ownTop(state, folder_uid, who)
    const { account_uid, email } = await recipient(state, given.account_uid, who)
    if (await state.folderGrants.find(folder_uid, account_uid))
      throw conflict(`folder ${folder_uid} is shared with ${email} already`)
    const kept: FolderGrant = { ...given, editable: editable ? 1 : 0, created_at: at.getTime() }
    await state.folderGrants.insert(kept)
    return { folder_uid, email, editable }
  },
  leaves: (_, { folder_uid: shared_folder_uid, email: to_username, editable }) => [
    happened(folderAddUser, { shared_folder_uid, to_username, editable }),
  ],
})

const change = place.extend({ editable: z.boolean() })

/** Lets somebody change what lies in it, or no longer. */
export const changeFolderShare = action({
  name: 'folder.change-share',
  permission: 'vault',
  input: change,
  async run(state: State, { editable, ...where }: z.output<typeof change>, { who }: By<Person>) {
    const { folder_uid, account_uid } = where
    await ownTop(state, folder_uid, who)
    const { email } = await grantThere(state, where)
    await state.folderGrants.setEditable(folder_uid, account_uid, editable ? 1 : 0)
    return { folder_uid, email, editable }
  },
  leaves: (_, { folder_uid: shared_folder_uid, email: to_username, editable }) => [
    happened(folderChangeUser, { shared_folder_uid, to_username, editable }),
  ],
})

/** Ends it, without a new key of the folder, which is due then. What they have read, they know. `renewFolderKey` does both. */
export const unshareFolder = action({
  name: 'folder.unshare',
  permission: 'vault',
  freesSpace: true,
  input: place,
  async run(state: State, where: z.output<typeof place>, { who, at }: By<Person>) {
    const { folder_uid, account_uid } = where
    // Whoever was let in may leave by themselves.
    if (account_uid !== who.account_uid) await ownTop(state, folder_uid, who)
    const { email } = await grantThere(state, where)
    await state.folderGrants.remove(folder_uid, account_uid)
    await state.folders.keyIsDue(folder_uid, at.getTime())
    return { folder_uid, email }
  },
  leaves: (_, { folder_uid: shared_folder_uid, email: to_username }) => [
    happened(folderRemoveUser, { shared_folder_uid, to_username }),
  ],
})

/** Whom a shared folder of one's own is shared with. Times are RFC 3339. */
export const folderPeople = (folder_uid: string, who: Person) => async (state: State) => {
  await ownTop(state, folder_uid, who)
  return Promise.all(
    (await state.folderGrants.listOfFolder(folder_uid)).map(async (grant) => ({
      account_uid: grant.account_uid,
      email: (await state.accounts.find(grant.account_uid))?.email ?? null,
      editable: grant.editable === 1,
      created_at: new Date(grant.created_at).toISOString(),
    })),
  )
}

export type FolderShareInput = Omit<z.input<typeof withKey>, 'folder_uid' | 'account_uid'>
export type FolderShareChange = Pick<z.input<typeof change>, 'editable'>
