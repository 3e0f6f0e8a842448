import type { Person } from '../access/person.ts'
import { conflict, notFound } from '../kernel/errors.ts'
import type { TeamMember } from '../store/state/team-members.ts'
import type { Team } from '../store/state/teams.ts'
import type { State } from '../store/state.ts'

const noTeam = () => notFound('there is no such team: run `keepwatch team list`')

export async function teamOf({ teams }: State, team_uid: string): Promise<Team> {
  const team = await teams.find(team_uid)
  if (!team) throw noTeam()
  return team
}

/** A team that one is in oneself, and the key to it. To who is not, it has no key. */
export async function ownTeam(
  state: State,
  team_uid: string,
  who: Person,
): Promise<{ readonly team: Team; readonly member: TeamMember }> {
  const member = await state.teamMembers.find(team_uid, who.account_uid)
  if (!member)
    throw notFound('you are in no such team, and only who is in it has its key: ask one of them')
  return { team: await teamOf(state, team_uid), member }
}

/** Throws `conflict` when another team is called the same, however it is spelled. */
export async function checkTeamName({ teams }: State, name: string, team_uid: string) {
  const same = await teams.findByName(name)
  if (same && same.team_uid !== team_uid)
    throw conflict(`there is a team ${same.name} already: choose another name`)
}

/** Throws `conflict` unless exactly those are named that are there: somebody else has changed it meanwhile. */
export function checkNames(
  named: readonly string[],
  there: readonly string[],
  sentence: string,
): void {
  const names = new Set(named)
  if (names.size !== there.length || named.length !== there.length) throw conflict(sentence)
  if (there.some((one) => !names.has(one))) throw conflict(sentence)
}
