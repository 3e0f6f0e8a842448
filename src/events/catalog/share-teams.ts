import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { flag, text, uid } from '../field.ts'

/** Who is in a team, and the shared folders that teams are let into. */

const category = 'share'
const severity = 'notice'
const outcome = 'success'

const team = { team_uid: uid, team_name: text }
const member = z.object({ ...team, to_username: text })
const granted = z.object({ shared_folder_uid: uid, ...team, editable: flag })

export const addedToTeam = eventType({
  name: 'added_to_team',
  title: 'Person added to team',
  category,
  severity,
  outcome,
  fields: member,
  message: 'User ${username} added user ${to_username} to team ${team_name}',
})

export const removedFromTeam = eventType({
  name: 'removed_from_team',
  title: 'Person removed from team',
  category,
  severity,
  outcome,
  fields: member,
  message: 'User ${username} removed user ${to_username} from team ${team_name}',
})

export const folderAddTeam = eventType({
  name: 'folder_add_team',
  title: 'Folder shared with a team',
  category,
  severity,
  outcome,
  fields: granted,
  message:
    'User ${username} shared folder UID ${shared_folder_uid} with team ${team_name} (may change it: ${editable})',
})

export const folderChangeTeam = eventType({
  name: 'folder_change_team',
  title: 'Folder share of a team changed',
  category,
  severity,
  outcome,
  fields: granted,
  message:
    'User ${username} changed what team ${team_name} may in shared folder UID ${shared_folder_uid} (may change it: ${editable})',
})

export const folderRemoveTeam = eventType({
  name: 'folder_remove_team',
  title: 'Team removed from shared folder',
  category,
  severity,
  outcome,
  fields: z.object({ shared_folder_uid: uid, ...team }),
  message: 'User ${username} removed team ${team_name} from shared folder UID ${shared_folder_uid}',
})
