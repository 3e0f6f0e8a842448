import { notFound } from '../kernel/errors.ts'
import { fromBase64, toBase64 } from './crypto/base64.ts'
import { wrapForPublicKey } from './crypto/ecies.ts'
import { renewFolderKey } from './folder-key.ts'
import { type FolderShare, ownFolderKey } from './folder-people.ts'
import { type ListedTeam, renewTeam } from './teams.ts'
import type { Vault } from './vault.ts'

type Named = Pick<ListedTeam, 'team_uid' | 'public_key'>

/** Opens a shared folder's key here and wraps it for a team, whose members open all that lies in the folder with it. */
export async function shareWithTeam(vault: Vault, share: FolderShare, team: Named) {
  const { folder_uid, editable } = share
  const { team_uid } = team
  const folderKey = await ownFolderKey(vault, folder_uid)
  const wrapped = await wrapForPublicKey(fromBase64(team.public_key), folderKey)
  const json = { folder_key: toBase64(wrapped), editable }
  const route = vault.api.folders[':folder_uid'].teams[':team_uid']
  return (await route.$put({ param: { folder_uid, team_uid }, json })).json()
}

/** Lets a team that is in it change what lies in it, or no longer. */
export async function changeTeamShare(
  { api }: Vault,
  { folder_uid, editable }: FolderShare,
  { team_uid }: Pick<Named, 'team_uid'>,
) {
  const request = { param: { folder_uid, team_uid }, json: { editable } }
  return (await api.folders[':folder_uid'].teams[':team_uid'].$patch(request)).json()
}

/** The teams that a shared folder is shared with. */
export const folderTeams = async ({ api }: Pick<Vault, 'api'>, folder_uid: string) =>
  (await api.folders[':folder_uid'].teams.$get({ param: { folder_uid } })).json()

/** Takes a team out of a shared folder of one's own, which gets a new key with the same step. */
export async function unshareWithTeam(vault: Vault, folder_uid: string, team: ListedTeam) {
  const there = await folderTeams(vault, folder_uid)
  if (!there.some(({ team_uid }) => team_uid === team.team_uid))
    throw notFound(`folder ${folder_uid} is not shared with team ${team.name}`)
  const renewed = await renewFolderKey(vault, folder_uid, { teams: [team.team_uid] })
  return { folder_uid, team: team.name, key_revision: renewed.key_revision }
}

/** Changes the keys of a team before something new is shared with it, where somebody knows them who has left. */
export async function withFreshKeys(vault: Vault, team: ListedTeam): Promise<Named> {
  if (team.key_due_since === null || !team.is_member || !(await mayChange(vault))) return team
  await renewTeam(vault, team.team_uid)
  const param = { team_uid: team.team_uid }
  return (await vault.api.teams[':team_uid'].$get({ param })).json()
}

const mayChange = async ({ api }: Vault) =>
  (await (await api.sessions.current.$get()).json()).may.includes('teams.change')
