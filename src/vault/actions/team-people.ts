import { z } from 'zod'
import { action, type By } from '../../access/action.ts'
import { leaveTeam, teamsLeft } from '../../access/leave-teams.ts'
import type { Person } from '../../access/person.ts'
import { addedToTeam } from '../../events/catalog/share-teams.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, notFound } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { atLeastOne } from '../at-least-one.ts'
import { accountUid, eciesWrappedKey, uid } from '../bounds.ts'
import { ownTeam, teamOf } from '../team.ts'
import { vaultOf } from '../vault-of.ts'

/** Who is in a team. */

const place = z.strictObject({ team_uid: uid, account_uid: accountUid })
const withKey = place.extend({ team_key: eciesWrappedKey })

/** Puts somebody into a team that one is in oneself: nobody else has its key, which the client has wrapped for them. */
export const addToTeam = action({
  name: 'team.add-user',
  permission: 'teams.change',
  input: withKey,
  async run(state: State, given: z.output<typeof withKey>, { who, at }: By<Person>) {
    const { team_uid } = given
    const { team } = await ownTeam(state, team_uid, who)
    const { account_uid, email } = await vaultOf(state, given.account_uid)
    if (await state.teamMembers.find(team_uid, account_uid))
      throw conflict(`${email} is in team ${team.name} already`)
    await state.teamMembers.insert({ ...given, created_at: at.getTime() })
    return { team_uid, name: team.name, email }
  },
  leaves: (_, { team_uid, name: team_name, email: to_username }) => [
    happened(addedToTeam, { team_uid, team_name, to_username }),
  ],
})

async function takeOut(state: State, where: z.output<typeof place>, at: Date) {
  const { team_uid, account_uid } = where
  const { name } = await teamOf(state, team_uid)
  if (!(await state.teamMembers.find(team_uid, account_uid)))
    throw notFound(`this person is not in team ${name}`)
  await leaveTeam(state, { ...where, at })
  const account = await state.accounts.find(account_uid)
  return { team_uid, name, email: account?.email ?? '' }
}

/** Takes somebody out at once, without new keys: for who is not in the team. `renewTeamKeys` does both. */
export const removeFromTeam = action({
  name: 'team.remove-user',
  permission: 'teams.change',
  freesSpace: true,
  input: place,
  run: (state: State, where: z.output<typeof place>, { at }: By<Person>) =>
    takeOut(state, where, at),
  leaves: (_, team) => atLeastOne(teamsLeft([team], team.email)),
})

/** Somebody leaves by themselves. */
export const leaveOwnTeam = action({
  name: 'team.leave',
  permission: 'vault',
  freesSpace: true,
  input: z.strictObject({ team_uid: uid }),
  async run(state: State, { team_uid }, { who, at }: By<Person>) {
    await ownTeam(state, team_uid, who)
    return takeOut(state, { team_uid, account_uid: who.account_uid }, at)
  },
  leaves: (_, team) => atLeastOne(teamsLeft([team], team.email)),
})

export type NewMemberInput = Pick<z.input<typeof withKey>, 'team_key'>
