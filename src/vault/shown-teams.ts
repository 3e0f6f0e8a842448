import type { Person } from '../access/person.ts'
import type { Team } from '../store/state/teams.ts'
import type { State } from '../store/state.ts'
import { teamOf } from './team.ts'

const time = (at: number | null) => (at === null ? null : new Date(at).toISOString())

const shown = ({ team_uid, name, public_key, created_at, key_due_since }: Team) => ({
  ...{ team_uid, name, public_key },
  created_at: new Date(created_at).toISOString(),
  /** Since when somebody may know the keys who is no longer in it. RFC 3339. */
  key_due_since: time(key_due_since),
})

/** Every team. Times are RFC 3339. */
export const listTeams = (who: Person) => async (state: State) => {
  const members = Map.groupBy(await state.teamMembers.list(), ({ team_uid }) => team_uid)
  return (await state.teams.list()).map((team) => {
    const inIt = members.get(team.team_uid) ?? []
    const isMember = inIt.some(({ account_uid }) => account_uid === who.account_uid)
    return { ...shown(team), members: inIt.length, is_member: isMember }
  })
}

/** A team with those who are in it, and in how many shared folders it was let. */
export const showTeam = (team_uid: string, who: Person) => async (state: State) => {
  const team = shown(await teamOf(state, team_uid))
  const members = await Promise.all(
    (await state.teamMembers.listOfTeam(team_uid)).map(async ({ account_uid, created_at }) => ({
      account_uid,
      email: (await state.accounts.find(account_uid))?.email ?? null,
      since: new Date(created_at).toISOString(),
    })),
  )
  const folders = (await state.teamGrants.listOfTeam(team_uid)).length
  const is_member = members.some(({ account_uid }) => account_uid === who.account_uid)
  return { ...team, is_member, members, folders }
}
