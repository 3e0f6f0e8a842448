import type { State } from '../store/state.ts'
import { enterpriseUserIdOf, rootNode } from './enterprise-numbers.ts'
import { entities, team, teamUser } from './messages/enterprise.ts'
import { uidBytes } from './uid-bytes.ts'
import { encode } from './wire.ts'

/** The teams of an organisation, as administrators see them: who is in which, and no keys. */

const noTeam = {
  entity: entities.teams,
  delete: true,
  data: [encode(team, { teamUid: new Uint8Array(16) })],
}

/** Commander reads the list of teams without looking whether there is one: where there is no team, it is told that one is gone. */
export async function teamEntities({ teams, teamMembers }: State) {
  const listed = (await teams.list()).map(({ team_uid, name }) =>
    encode(team, { teamUid: uidBytes(team_uid), name, nodeId: rootNode }),
  )
  const members = (await teamMembers.list()).map(({ team_uid, account_uid }) =>
    encode(teamUser, {
      teamUid: uidBytes(team_uid),
      enterpriseUserId: enterpriseUserIdOf(account_uid),
    }),
  )
  return [
    listed.length > 0 ? { entity: entities.teams, data: listed } : noTeam,
    { entity: entities.teamUsers, data: members },
  ]
}
