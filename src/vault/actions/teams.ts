import { z } from 'zod'
import { action, type By } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { teamCreated, teamDeleted, teamRenamed } from '../../events/catalog/policy-teams.ts'
import { addedToTeam } from '../../events/catalog/share-teams.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { eciesWrappedKey, gcmWrappedKey, publicKey, uid } from '../bounds.ts'
import { checkTeamName, teamOf } from '../team.ts'

/** Teams come, are renamed, and go. */

const name = z.string().trim().min(1, 'a team needs a name').max(100)

const newTeam = z.strictObject({
  team_uid: uid,
  name,
  public_key: publicKey,
  encrypted_private_key: gcmWrappedKey,
  /** The team's key for whoever makes it, who is its first member. */
  team_key: eciesWrappedKey,
})

/** Makes a team. Its keys were made by the client of whoever does, and nobody else has them. */
export const addTeam = action({
  name: 'team.add',
  permission: 'teams.change',
  input: newTeam,
  async run(state: State, { team_key, ...team }: z.output<typeof newTeam>, by: By<Person>) {
    const { team_uid } = team
    const { account_uid, email } = by.who
    const created_at = by.at.getTime()
    if (await state.teams.find(team_uid)) throw conflict(`there is a team ${team_uid} already`)
    await checkTeamName(state, team.name, team_uid)
    await state.teams.insert({ ...team, created_at })
    await state.teamMembers.insert({ team_uid, account_uid, team_key, created_at })
    return { team_uid, name: team.name, email }
  },
  leaves: (_, { team_uid, name: team_name, email: to_username }) => [
    happened(teamCreated, { team_uid, team_name }),
    happened(addedToTeam, { team_uid, team_name, to_username }),
  ],
})

const renaming = z.strictObject({ team_uid: uid, name })

export const renameTeam = action({
  name: 'team.rename',
  permission: 'teams.change',
  input: renaming,
  async run(state: State, { team_uid, name: next }: z.output<typeof renaming>) {
    const before = await teamOf(state, team_uid)
    await checkTeamName(state, next, team_uid)
    await state.teams.rename(team_uid, next)
    return { team_uid, name: next, name_before: before.name }
  },
  leaves: (_, { team_uid, name: team_name, name_before }) => [
    happened(teamRenamed, { team_uid, team_name, team_name_before: name_before }),
  ],
})

/** Removes a team. What it was let into stays; its members lose it, and the keys of those folders are due to be changed. */
export const removeTeam = action({
  name: 'team.remove',
  permission: 'teams.change',
  confirm: true,
  freesSpace: true,
  input: z.strictObject({ team_uid: uid }),
  together: (input) => input,
  async run(state: State, { team_uid }, { at }: By<Person>) {
    const team = await teamOf(state, team_uid)
    const members = await state.teamMembers.listOfTeam(team_uid)
    const grants = await state.teamGrants.listOfTeam(team_uid)
    for (const { folder_uid } of grants) await state.folders.keyIsDue(folder_uid, at.getTime())
    await state.teamGrants.removeOfTeam(team_uid)
    await state.teamMembers.removeOfTeam(team_uid)
    await state.teams.remove(team_uid)
    return { team_uid, name: team.name, members: members.length, folders: grants.length }
  },
  leaves: (_, { name: team_name, ...gone }) => [happened(teamDeleted, { ...gone, team_name })],
})

export type NewTeamInput = z.input<typeof newTeam>
export type RenameInput = Pick<z.input<typeof renaming>, 'name'>
