import { perform } from '../access/action.ts'
import { fetchGranted } from '../vault/actions/fetch-granted.ts'
import { fetchVault } from '../vault/actions/fetch-vault.ts'
import type { OfPerson } from './house.ts'
import { shownTeams } from './shown-teams.ts'
import {
  type Access,
  type AccessTo,
  type Answer,
  type Folder,
  foldersOf,
  isTop,
  memberOf,
  ownVault,
  placesOf,
  recordOf,
} from './shown-vault.ts'

/** The folders of others that somebody was let into, alone or with a team, with what lies in them; their keys open by the folders'. */
async function grantedVault({ context }: OfPerson): Promise<Answer> {
  const { folders, records, ways, owners } = await perform(context, fetchGranted, {})
  const access = new Map<string | null, Access>()
  for (const { folder_uid, owner_uid } of folders.filter(isTop)) {
    const way = ways.find((one) => one.folder_uid === folder_uid)
    const owner = owners.find(({ account_uid }) => account_uid === owner_uid)
    if (way && owner) access.set(folder_uid, { owner, isOwn: false, ...way })
  }
  const known = ({ top_uid }: { readonly top_uid: string | null }) => access.has(top_uid)
  const accessTo: AccessTo = (uid) => access.get(uid) as Access
  const within = records.filter(known)
  return {
    records: within.map(recordOf),
    ...foldersOf(folders.filter(known), accessTo),
    ...placesOf(within, accessTo),
  }
}

/** Who is in the shared folders of a vault: the owner, whom they let in, and oneself in those of others. */
async function membersOf({ house, context }: OfPerson, folders: readonly Folder[]) {
  const { account_uid, email } = context.caller.who
  const top = folders.filter(isTop)
  return house.store.read(async ({ folderGrants, accounts }) => {
    const members = top.map(({ folder_uid }) =>
      memberOf({ folder_uid, account_uid, email, editable: true }, true),
    )
    for (const { folder_uid } of top)
      for (const grant of await folderGrants.listOfFolder(folder_uid)) {
        const name = (await accounts.find(grant.account_uid))?.email ?? ''
        members.push(memberOf({ ...grant, email: name, editable: grant.editable === 1 }, false))
      }
    for (const { folder_uid, editable } of await folderGrants.listOf(account_uid))
      members.push(memberOf({ folder_uid, account_uid, email, editable: editable === 1 }, false))
    return members
  })
}

const joined = (one: Answer, other: Answer): Answer => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof Answer>
  const both = [...names].map((name) => [name, [one[name] ?? [], other[name] ?? []].flat()])
  return Object.fromEntries(both) as Answer
}

/** One's own vault, and the folders of others that one was let into. */
export async function wholeVault(asked: OfPerson): Promise<Answer> {
  const { context } = asked
  const fetched = await perform(context, fetchVault, {})
  const own = ownVault(fetched, context.caller.who)
  const sharedFolderUsers = await membersOf(asked, fetched.folders)
  const granted = fetched.granted > 0 ? await grantedVault(asked) : {}
  const teams = await shownTeams(asked, fetched.folders)
  return { ...joined(own, granted), ...teams, sharedFolderUsers }
}
