import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text, uid } from '../field.ts'

/** Applications that other people hold as well. An application is a record to Keeper, and these are its names for shares of records. */

const category = 'share'
const severity = 'notice'
const outcome = 'success'

/** What they may: `view` or `manage`. */
const given = z.object({ app_uid: uid, to_username: text, permission: text })

export const share = eventType({
  name: 'share',
  title: 'Application shared with a person',
  category,
  severity,
  outcome,
  fields: given,
  message:
    'User ${username} shared KSM application ${app_uid} with user ${to_username} (permission: ${permission})',
})

export const changeShare = eventType({
  name: 'change_share',
  title: 'Application share of a person changed',
  category,
  severity,
  outcome,
  fields: given,
  message:
    'User ${username} changed what user ${to_username} may in KSM application ${app_uid} (permission: ${permission})',
})

export const removeShare = eventType({
  name: 'remove_share',
  title: 'Person removed from application',
  category,
  severity,
  outcome,
  fields: z.object({ app_uid: uid, to_username: text }),
  message: 'User ${username} removed user ${to_username} from KSM application ${app_uid}',
})
