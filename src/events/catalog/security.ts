import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text, uidList } from '../field.ts'

/** People and what they were not allowed to do. */

const category = 'security'

export const sendInvitation = eventType({
  name: 'send_invitation',
  title: 'Person invited',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ to_username: text, role: text }),
  message: 'User ${username} invited ${to_username} as ${role}',
})

export const acceptInvitation = eventType({
  name: 'accept_invitation',
  title: 'Invitation accepted',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ from_username: text, role: text }),
  message: 'User ${username} accepted the invitation of ${from_username} and is ${role}',
})

export const createUser = eventType({
  name: 'create_user',
  title: 'Account created',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ role: text }),
  message: 'Account of ${username} was created with the role ${role}',
})

export const actionDenied = eventType({
  name: 'action_denied',
  title: 'Action refused',
  category,
  severity: 'warning',
  outcome: 'denied',
  fields: z.object({ action: text, detail: text }),
  message: 'User ${username} was refused ${action}: ${detail}',
})

export const actionFailed = eventType({
  name: 'action_failed',
  title: 'Action failed',
  category,
  severity: 'notice',
  outcome: 'failure',
  fields: z.object({ action: text, reason: text, detail: text }),
  message: 'User ${username} could not do ${action}: ${detail}',
})

export const refusalsAggregated = eventType({
  name: 'refusals_aggregated',
  title: 'Failed attempts counted',
  category,
  severity: 'warning',
  outcome: 'denied',
  fields: z.object({ refused_event: text, reason: text, count, first: text, last: text }),
  message:
    '${count} more attempts that end in ${refused_event} came too fast to be written one by one, from ${first} to ${last}',
})

export const personForgotten = eventType({
  name: 'person_forgotten',
  title: 'Personal data erased',
  category,
  severity: 'notice',
  outcome: 'success',
  /** The commitments that stay in the leaves. The value itself is never written again. */
  fields: z.object({ kind: text, commitments: uidList, filters_changed: count.optional() }),
  message: 'User ${username} erased a ${kind} from the log, which stood for ${commitments}',
})
