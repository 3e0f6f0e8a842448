import type { Person } from '../access/person.ts'
import type { Folder } from '../store/state/folders.ts'
import type { State } from '../store/state.ts'
import { type Way, waysOf } from './granted.ts'

/** Everything in the folders that somebody was let into, as they open it. */

const contentsOf = async ({ folders, records }: State, { folder_uid, folder_key }: Way) => ({
  folders: (await folders.listUnder(folder_uid)).map((folder) =>
    folder.folder_uid === folder_uid ? { ...folder, folder_key } : folder,
  ),
  records: (await records.listUnder(folder_uid)).map((record) => ({ ...record, owner_key: '' })),
})

/** The teams whose private keys open some of it, with those keys as this person has them. */
async function teamsOf(state: State, who: Person, ways: readonly Way[]) {
  const used = new Set(ways.map(({ team_uid }) => team_uid))
  const members = await state.teamMembers.listOf(who.account_uid)
  const teams = await Promise.all(
    members
      .filter(({ team_uid }) => used.has(team_uid))
      .map(async ({ team_uid, team_key }) => {
        const team = await state.teams.find(team_uid)
        if (!team) return undefined
        const { name, public_key, encrypted_private_key } = team
        return { team_uid, name, public_key, encrypted_private_key, team_key }
      }),
  )
  return teams.filter((team) => team !== undefined)
}

/** To whom the keys of new records in these folders are wrapped. */
async function ownersOf(state: State, folders: readonly Folder[]) {
  const uids = [...new Set(folders.map(({ owner_uid }) => owner_uid))]
  const owners = await Promise.all(uids.map((uid) => state.accounts.find(uid)))
  return owners
    .filter((owner) => owner !== undefined)
    .map(({ account_uid, email, public_key }) => ({ account_uid, email, public_key }))
}

/**
 * Folders and records as ciphertext. `ways` says of each shared folder whether it may be changed, and by the key of which team
 * its own key opens, if it is not wrapped for the person.
 */
export async function grantedThings(state: State, who: Person) {
  const ways = await waysOf(state, who)
  const found = await Promise.all(ways.map((way) => contentsOf(state, way)))
  const folders = found.flatMap((one) => one.folders)
  return {
    folders,
    records: found.flatMap((one) => one.records),
    ways: ways.map(({ folder_uid, team_uid, editable }) => ({
      ...{ folder_uid, team_uid },
      editable: editable === 1,
    })),
    teams: await teamsOf(state, who, ways),
    owners: await ownersOf(state, folders),
  }
}
