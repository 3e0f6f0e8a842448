import type { Person } from '../access/person.ts'
import { conflict } from '../kernel/errors.ts'
import type { Folder } from '../store/state/folders.ts'
import type { State } from '../store/state.ts'
import { ownTop } from './own.ts'
import { checkNames } from './team.ts'

/** What hangs on the key of a shared folder, and how it gets another one. */

type Keyed<Key = string> = { readonly uid: string; readonly key: Key }

/** A new key of a shared folder, wrapped for everything that needs it, and the keys that lie under it. */
export type FolderKey = {
  readonly folder_uid: string
  readonly key_revision: number
  readonly folder_key: string
  readonly data: string
  readonly folders: readonly Keyed[]
  readonly records: readonly Keyed<string | null>[]
  readonly applications: readonly Keyed[]
  readonly people: readonly Keyed[]
  readonly teams: readonly Keyed[]
  readonly without: { readonly people: readonly string[]; readonly teams: readonly string[] }
}

const changed = 'the folder was changed meanwhile: nothing was done, so do it again'

const uidsOf = (things: readonly Keyed<unknown>[]) => things.map(({ uid }) => uid)

/** Throws `conflict` unless the key is the one that was read, and all that hangs on it is named, and nothing else. */
export async function checkFolderKey(state: State, top: Folder, given: FolderKey): Promise<void> {
  const { folder_uid } = top
  if (top.key_revision !== given.key_revision) throw conflict(changed)
  const { folders, records, applications, people, teams } = await hangingOn(state, folder_uid)
  const { without } = given
  const named = [
    [uidsOf(given.folders), folders.map((one) => one.folder_uid)],
    [uidsOf(given.records), records.map((one) => one.record_uid)],
    [uidsOf(given.applications), applications.map((one) => one.app_uid)],
    [[...uidsOf(given.people), ...without.people], people.map((one) => one.account_uid)],
    [[...uidsOf(given.teams), ...without.teams], teams.map((one) => one.team_uid)],
  ] as const
  for (const [given, there] of named) checkNames(given, there, changed)
}

async function hangingOn(state: State, folder_uid: string) {
  const inside = await state.folders.listUnder(folder_uid)
  return {
    folders: inside.filter(({ parent_uid }) => parent_uid !== null),
    records: await state.records.listUnder(folder_uid),
    applications: await state.shares.listOfSecret(folder_uid),
    people: await state.folderGrants.listOfFolder(folder_uid),
    teams: await state.teamGrants.listOfFolder(folder_uid),
  }
}

/** Puts the new keys in place of the old ones. */
export async function applyFolderKey(state: State, given: FolderKey): Promise<void> {
  const { folder_uid, folder_key, data } = given
  await state.folderKeys.setTop({ folder_uid, folder_key, data })
  for (const { uid, key } of given.folders) await state.folderKeys.setLower(uid, key)
  for (const { uid, key } of given.records)
    if (key !== null) await state.folderKeys.setRecord(uid, key)
  for (const { uid, key } of given.applications)
    await state.folderKeys.setShare(uid, folder_uid, key)
  for (const { uid, key } of given.people) await state.folderGrants.setKey(folder_uid, uid, key)
  for (const { uid, key } of given.teams) await state.teamGrants.setKey(folder_uid, uid, key)
}

/** All that the owner's client needs to make a new key: every key as it is wrapped now, and whom to wrap the new one for. */
export async function folderKeys(state: State, folder_uid: string, who: Person) {
  const { folder_key, data, key_revision, key_due_since } = await ownTop(state, folder_uid, who)
  const { folders, records, applications, people, teams } = await hangingOn(state, folder_uid)
  return {
    ...{ folder_uid, folder_key, data, key_revision, key_due_since },
    folders: folders.map(({ folder_uid: uid, folder_key: key }) => ({ uid, key })),
    records: records.map(({ record_uid: uid, folder_key: key, owner_key }) => ({
      ...{ uid, key, owner_key },
    })),
    applications: await Promise.all(
      applications.map(async ({ app_uid }) => ({
        uid: app_uid,
        key: (await state.applications.find(app_uid))?.app_key ?? '',
      })),
    ),
    people: await Promise.all(
      people.map(async ({ account_uid }) => ({
        uid: account_uid,
        public_key: (await state.accounts.find(account_uid))?.public_key ?? '',
      })),
    ),
    teams: await Promise.all(
      teams.map(async ({ team_uid }) => ({
        uid: team_uid,
        public_key: (await state.teams.find(team_uid))?.public_key ?? '',
      })),
    ),
  }
}
