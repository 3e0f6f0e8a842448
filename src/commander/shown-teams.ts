import type { TeamGrant } from '../store/state/team-grants.ts'
import type { TeamMember } from '../store/state/team-members.ts'
import type { Team } from '../store/state/teams.ts'
import type { State } from '../store/state.ts'
import type { OfPerson } from './house.ts'
import { keyTypes } from './messages/sync.ts'
import { type Answer, type Folder, isTop } from './shown-vault.ts'
import { fromBase64, uidBytes } from './uid-bytes.ts'

/** Teams as `sync-down` has them: each opens by its own key, and with that the folders that are shared with it. */

const folderKeyOf = ({ folder_uid, folder_key }: TeamGrant) => ({
  sharedFolderUid: uidBytes(folder_uid),
  sharedFolderKey: fromBase64(folder_key),
  keyType: keyTypes.publicKeyEcc,
})

const teamOf = (team: Team, { team_key }: TeamMember, grants: readonly TeamGrant[]) => ({
  teamUid: uidBytes(team.team_uid),
  name: team.name,
  teamKey: fromBase64(team_key),
  teamKeyType: keyTypes.publicKeyEcc,
  teamEccPrivateKey: fromBase64(team.encrypted_private_key),
  teamEccPublicKey: fromBase64(team.public_key),
  sharedFolderKeys: grants.map(folderKeyOf),
})

const sharedWith = ({ folder_uid, team_uid, editable }: TeamGrant, name: string) => ({
  sharedFolderUid: uidBytes(folder_uid),
  teamUid: uidBytes(team_uid),
  name,
  manageRecords: editable === 1,
  manageUsers: false,
})

/** Those of one's own folders, and those by which one is in the folders of others. */
async function grantsOf({ teamGrants }: State, account_uid: string, own: readonly Folder[]) {
  const found = [await teamGrants.reachedBy(account_uid)]
  for (const { folder_uid } of own.filter(isTop))
    found.push(await teamGrants.listOfFolder(folder_uid))
  const byPlace = found.flat().map((one) => [`${one.folder_uid} ${one.team_uid}`, one] as const)
  return [...new Map(byPlace).values()]
}

/** The teams that somebody is in, with their keys, and which teams are in the folders that they see. */
export function shownTeams({ house, context }: OfPerson, own: readonly Folder[]): Promise<Answer> {
  const { account_uid } = context.caller.who
  return house.store.read(async (state) => {
    const known = new Map((await state.teams.list()).map((team) => [team.team_uid, team]))
    const teams = []
    for (const member of await state.teamMembers.listOf(account_uid)) {
      const team = known.get(member.team_uid)
      const grants = await state.teamGrants.listOfTeam(member.team_uid)
      if (team) teams.push(teamOf(team, member, grants))
    }
    const grants = await grantsOf(state, account_uid, own)
    const nameOf = ({ team_uid }: TeamGrant) => known.get(team_uid)?.name ?? ''
    return { teams, sharedFolderTeams: grants.map((one) => sharedWith(one, nameOf(one))) }
  })
}
