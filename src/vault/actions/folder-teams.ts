import { z } from 'zod'
import { action, type By } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import {
  folderAddTeam,
  folderChangeTeam,
  folderRemoveTeam,
} from '../../events/catalog/share-teams.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, notFound } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { eciesWrappedKey, uid } from '../bounds.ts'
import { ownTop } from '../own.ts'
import { teamOf } from '../team.ts'

/** Lets teams into shared folders. */

const place = z.strictObject({ folder_uid: uid, team_uid: uid })

type Place = z.output<typeof place>

async function teamThere(state: State, { folder_uid, team_uid }: Place) {
  if (!(await state.teamGrants.find(folder_uid, team_uid)))
    throw notFound(`folder ${folder_uid} is not shared with this team`)
  return teamOf(state, team_uid)
}

const withKey = place.extend({ folder_key: eciesWrappedKey, editable: z.boolean().default(false) })

/** Lets a team into a shared folder, to read or also to change what lies in it. The client has wrapped its key for the team. */
export const shareWithTeam = action({
  name: 'folder.share-with-team',
  permission: 'vault',
  input: withKey,
  async run(
    state: State,
    { editable, ...given }: z.output<typeof withKey>,
    { who, at }: By<Person>,
  ) {
    const { folder_uid, team_uid } = given
    await ownTop(state, folder_uid, who)
    const { name } = await teamOf(state, team_uid)
    if (await state.teamGrants.find(folder_uid, team_uid))
      throw conflict(`folder ${folder_uid} is shared with team ${name} already`)
    await state.teamGrants.insert({
      ...given,
      editable: editable ? 1 : 0,
      created_at: at.getTime(),
    })
    return { folder_uid, team_uid, name, editable }
  },
  leaves: (_, { folder_uid: shared_folder_uid, name: team_name, ...granted }) => [
    happened(folderAddTeam, { shared_folder_uid, team_name, ...granted }),
  ],
})

const change = place.extend({ editable: z.boolean() })

/** Lets a team change what lies in it, or no longer. */
export const changeTeamShare = action({
  name: 'folder.change-team-share',
  permission: 'vault',
  input: change,
  async run(state: State, { editable, ...where }: z.output<typeof change>, { who }: By<Person>) {
    const { folder_uid, team_uid } = where
    await ownTop(state, folder_uid, who)
    const { name } = await teamThere(state, where)
    await state.teamGrants.setEditable(folder_uid, team_uid, editable ? 1 : 0)
    return { folder_uid, team_uid, name, editable }
  },
  leaves: (_, { folder_uid: shared_folder_uid, name: team_name, ...granted }) => [
    happened(folderChangeTeam, { shared_folder_uid, team_name, ...granted }),
  ],
})

/** Ends it, without a new key of the folder, which is due then. `renewFolderKey` does both. */
export const unshareWithTeam = action({
  name: 'folder.unshare-with-team',
  permission: 'vault',
  freesSpace: true,
  input: place,
  async run(state: State, where: Place, { who, at }: By<Person>) {
    const { folder_uid, team_uid } = where
    await ownTop(state, folder_uid, who)
    const { name } = await teamThere(state, where)
    await state.teamGrants.remove(folder_uid, team_uid)
    await state.folders.keyIsDue(folder_uid, at.getTime())
    return { folder_uid, team_uid, name }
  },
  leaves: (_, { folder_uid: shared_folder_uid, name: team_name, team_uid }) => [
    happened(folderRemoveTeam, { shared_folder_uid, team_uid, team_name }),
  ],
})

/** The teams that a shared folder of one's own is shared with. Times are RFC 3339. */
export const folderTeams = (folder_uid: string, who: Person) => async (state: State) => {
  await ownTop(state, folder_uid, who)
  return Promise.all(
    (await state.teamGrants.listOfFolder(folder_uid)).map(async (grant) => ({
      team_uid: grant.team_uid,
      name: (await state.teams.find(grant.team_uid))?.name ?? null,
      editable: grant.editable === 1,
      created_at: new Date(grant.created_at).toISOString(),
    })),
  )
}

export type TeamShareInput = Omit<z.input<typeof withKey>, 'folder_uid' | 'team_uid'>
