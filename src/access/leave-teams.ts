import { removedFromTeam } from '../events/catalog/share-teams.ts'
import { type Happening, happened } from '../events/event-type.ts'
import type { Account } from '../store/state/accounts.ts'
import type { Team } from '../store/state/teams.ts'
import type { State } from '../store/state.ts'

type Leaving = { readonly team_uid: string; readonly account_uid: string; readonly at: Date }

/**
 * Takes somebody out of a team at once. Who has no key cannot make a new one, so that the team's keys, and those of the folders
 * that it was let into, are due to be changed by people who can.
 */
export async function leaveTeam(state: State, { team_uid, account_uid, at }: Leaving) {
  await state.teamMembers.remove(team_uid, account_uid)
  await state.teams.keysAreDue(team_uid, at.getTime())
  for (const { folder_uid } of await state.teamGrants.listOfTeam(team_uid))
    await state.folders.keyIsDue(folder_uid, at.getTime())
}

/** Takes somebody out of every team; says which. */
export async function leaveTeams(
  state: State,
  { account_uid }: Pick<Account, 'account_uid'>,
  at: Date,
): Promise<readonly Team[]> {
  const left: Team[] = []
  for (const { team_uid } of await state.teamMembers.listOf(account_uid)) {
    const team = await state.teams.find(team_uid)
    if (team) left.push(team)
    await leaveTeam(state, { team_uid, account_uid, at })
  }
  return left
}

/** The events of somebody's leaving teams. */
export const teamsLeft = (
  teams: readonly Pick<Team, 'team_uid' | 'name'>[],
  to_username: string,
): readonly Happening[] =>
  teams.map(({ team_uid, name }) =>
    happened(removedFromTeam, { team_uid, team_name: name, to_username }),
  )
