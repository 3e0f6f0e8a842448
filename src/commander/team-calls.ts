import { z } from 'zod'
import { perform } from '../access/action.ts'
import { changeTeamShare, shareWithTeam, unshareWithTeam } from '../vault/actions/folder-teams.ts'
import { showTeam } from '../vault/shown-teams.ts'
import { enterpriseUserIdOf, onlyEnterprise } from './enterprise-numbers.ts'
import type { OfPerson, PersonCall } from './house.ts'
import { type JsonCommand, readJson } from './json-command.ts'
import { allowed } from './leave-refusal.ts'
import {
  type folderTeam,
  shareObjects,
  teamMembersRequest,
  teamMembersResponse,
} from './messages/sharing.ts'
import { keyTypes } from './messages/sync.ts'
import { malformed } from './refusal.ts'
import { fromBase64, toBase64, uidBytes, uidOf } from './uid-bytes.ts'
import { decode, encode, type Read } from './wire.ts'

/** Teams: which there are, who is in them, and folders that are shared with them. */

const everyTeam: PersonCall = async ({ house }) => {
  const { organisation, teams } = await house.store.read(async (state) => ({
    organisation: (await state.settings.find('organisation')) ?? 'Keepwatch',
    teams: await state.teams.list(),
  }))
  return encode(shareObjects, {
    shareTeams: teams.map(({ team_uid, name }) => ({
      teamUid: uidBytes(team_uid),
      teamname: name,
      enterpriseId: onlyEnterprise,
    })),
    shareEnterpriseNames: [{ enterprisename: organisation, enterpriseId: onlyEnterprise }],
  })
}

const membersOf: PersonCall = async ({ house, payload, context }) => {
  const team_uid = uidOf(decode(teamMembersRequest, payload).teamUid)
  const { members } = await house.store.read(showTeam(team_uid, context.caller.who))
  return encode(teamMembersResponse, {
    enterpriseUser: members.map(({ account_uid, email }) => ({
      enterpriseUserId: enterpriseUserIdOf(account_uid),
      email: email ?? '',
    })),
  })
}

export const teamCalls = {
  'vault/get_share_objects': allowed('teams.read', everyTeam),
  'vault/get_team_members': allowed('teams.read', membersOf),
} as const satisfies Readonly<Record<string, PersonCall>>

const availableTeams: JsonCommand = async ({ house }) => {
  const teams = await house.store.read((state) => state.teams.list())
  return { teams: teams.map(({ team_uid, name }) => ({ team_uid, team_name: name })) }
}

/** How Commander is told that a key is a point of P-256. */
const pointType = -1

const keysShape = z.looseObject({ teams: z.array(z.string()).max(1_000) })

/** The public keys of teams, to which the keys of folders are wrapped. */
const publicKeys: JsonCommand = async ({ house }, request) => {
  const wanted = new Set(readJson(keysShape, request).teams)
  const teams = await house.store.read((state) => state.teams.list())
  return {
    keys: teams
      .filter(({ team_uid }) => wanted.has(team_uid))
      .map(({ team_uid, public_key }) => ({
        team_uid,
        key: Buffer.from(fromBase64(public_key)).toString('base64url'),
        type: pointType,
      })),
  }
}

export const teamCommands: Readonly<Record<string, JsonCommand>> = {
  get_available_teams: availableTeams,
  team_get_keys: publicKeys,
}

type SharedTeam = Read<typeof folderTeam>

/** What `share-folder` wants for teams. */
export type TeamUpdates = {
  readonly addTeams: readonly SharedTeam[]
  readonly updateTeams: readonly SharedTeam[]
  readonly removeTeams: readonly Uint8Array[]
}

async function letIn({ context }: OfPerson, folder_uid: string, team: SharedTeam): Promise<void> {
  const { encryptedKey, encryptedKeyType } = team.typedSharedFolderKey
  if (encryptedKeyType !== keyTypes.publicKeyEcc)
    throw malformed("The folder's key has to be wrapped for the team's elliptic curve key.")
  await perform(context, shareWithTeam, {
    folder_uid,
    team_uid: uidOf(team.teamUid),
    folder_key: toBase64(encryptedKey),
    editable: team.manageRecords,
  })
}

/** Lets teams into a folder, changes what they may, and takes them out; gives what became of each. */
export async function updateTeams(asked: OfPerson, folder_uid: string, wanted: TeamUpdates) {
  for (const team of wanted.addTeams) await letIn(asked, folder_uid, team)
  for (const { teamUid, manageRecords: editable } of wanted.updateTeams) {
    const input = { folder_uid, team_uid: uidOf(teamUid), editable }
    await perform(asked.context, changeTeamShare, input)
  }
  for (const teamUid of wanted.removeTeams)
    await perform(asked.context, unshareWithTeam, { folder_uid, team_uid: uidOf(teamUid) })
  const done = (teams: readonly Uint8Array[]) =>
    teams.map((teamUid) => ({ teamUid, status: 'success' }))
  return {
    addTeamStatus: done(wanted.addTeams.map(({ teamUid }) => teamUid)),
    updateTeamStatus: done(wanted.updateTeams.map(({ teamUid }) => teamUid)),
    removeTeamStatus: done(wanted.removeTeams),
  }
}
