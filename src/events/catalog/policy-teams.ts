import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text, uid } from '../field.ts'

/** Teams come, go and change. Names as Keeper's events have them, where it has one. */

const category = 'policy'
const outcome = 'success'
const team = { team_uid: uid, team_name: text }

export const teamCreated = eventType({
  name: 'team_created',
  title: 'Team created',
  category,
  severity: 'notice',
  outcome,
  fields: z.object(team),
  message: 'User ${username} created team ${team_name}',
})

export const teamRenamed = eventType({
  name: 'team_renamed',
  title: 'Team renamed',
  category,
  severity: 'notice',
  outcome,
  fields: z.object({ ...team, team_name_before: text }),
  message: 'User ${username} renamed team ${team_name_before} to ${team_name}',
})

export const teamDeleted = eventType({
  name: 'team_deleted',
  title: 'Team deleted',
  category,
  severity: 'warning',
  outcome,
  fields: z.object({ ...team, members: count, folders: count }),
  message:
    'User ${username} deleted team ${team_name}, which had ${members} members and ${folders} shared folders',
})

export const teamKeyChanged = eventType({
  name: 'team_key_changed',
  title: 'Keys of a team changed',
  category,
  severity: 'notice',
  outcome,
  fields: z.object({ ...team, members: count, folders: count }),
  message:
    'User ${username} gave team ${team_name} new keys, for ${members} members and ${folders} shared folders',
})
