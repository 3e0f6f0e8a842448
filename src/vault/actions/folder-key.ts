import { z } from 'zod'
import { action, type By } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { sharedFolderKeyChanged, sharedFolderKeyFetched } from '../../events/catalog/share-keys.ts'
import { folderRemoveUser } from '../../events/catalog/share-people.ts'
import { folderRemoveTeam } from '../../events/catalog/share-teams.ts'
import { happened } from '../../events/event-type.ts'
import type { State } from '../../store/state.ts'
import { atLeastOne } from '../at-least-one.ts'
import {
  accountUid,
  eciesWrappedKey,
  gcmWrappedKey,
  titleData,
  uid,
  wrappedKey,
} from '../bounds.ts'
import { applyFolderKey, checkFolderKey, type FolderKey, folderKeys } from '../folder-key.ts'
import { ownTop } from '../own.ts'

const most = 10_000

const keyed = <Key extends z.ZodType>(key: Key, name: z.ZodString = uid) =>
  z.array(z.strictObject({ uid: name, key })).max(most, `at most ${most} at once`)

const input = z.strictObject({
  folder_uid: uid,
  /** The number of the key that the client has read: nobody else has changed it since. */
  key_revision: z.int().min(1),
  /** The new key under the owner's data key, and the folder's name under the new key. */
  folder_key: gcmWrappedKey,
  data: titleData,
  /** The keys of what lies in it, under the new one. Null where the client could not open a record: it stays as it is. */
  folders: keyed(wrappedKey),
  records: keyed(gcmWrappedKey.nullable()),
  /** The new key, for each application, person and team that may open the folder from then on. */
  applications: keyed(gcmWrappedKey),
  people: keyed(eciesWrappedKey, accountUid),
  teams: keyed(eciesWrappedKey),
  /** Whose share ends with it. */
  without: z
    .strictObject({
      people: z.array(accountUid).max(most).default([]),
      teams: z.array(uid).max(most).default([]),
    })
    .default({ people: [], teams: [] }),
})

/** Ends the shares that end with it; says whose they were. */
async function endShares(state: State, { folder_uid, without }: FolderKey) {
  const people: string[] = []
  for (const one of without.people) {
    people.push((await state.accounts.find(one))?.email ?? '')
    await state.folderGrants.remove(folder_uid, one)
  }
  const teams = []
  for (const team_uid of without.teams) {
    teams.push({ team_uid, team_name: (await state.teams.find(team_uid))?.name ?? '' })
    await state.teamGrants.remove(folder_uid, team_uid)
  }
  return { people, teams }
}

/**
 * Gives a shared folder another key, and ends shares with the same step: everything in it is wrapped anew, nothing is encrypted
 * anew. It happens as a whole or not at all, so that devices find one key or the other.
 */
export const renewFolderKey = action({
  name: 'folder.renew-key',
  permission: 'vault',
  input,
  async run(state: State, given: z.output<typeof input>, { who }: By<Person>) {
    const { folder_uid } = given
    await checkFolderKey(state, await ownTop(state, folder_uid, who), given)
    const ended = await endShares(state, given)
    await applyFolderKey(state, given)
    const key_revision = given.key_revision + 1
    return { folder_uid, key_revision, records: given.records.length, ended }
  },
  leaves: (_, { folder_uid: shared_folder_uid, ended: { people, teams }, ...renewed }) =>
    atLeastOne([
      ...people.map((to_username) =>
        happened(folderRemoveUser, { shared_folder_uid, to_username }),
      ),
      ...teams.map((team) => happened(folderRemoveTeam, { shared_folder_uid, ...team })),
      happened(sharedFolderKeyChanged, { shared_folder_uid, ...renewed }),
    ]),
})

/** Hands the owner of a shared folder every key that a new one of the folder has to be wrapped with, as it is wrapped now. */
export const fetchFolderKeys = action({
  name: 'folder.key',
  permission: 'vault',
  input: z.strictObject({ folder_uid: uid }),
  run: (state: State, { folder_uid }, { who }: By<Person>) => folderKeys(state, folder_uid, who),
  leaves: (_, { folder_uid: shared_folder_uid, key_revision, records }) => [
    happened(sharedFolderKeyFetched, { shared_folder_uid, key_revision, records: records.length }),
  ],
})

export type FolderKeyInput = Omit<z.input<typeof input>, 'folder_uid'>
