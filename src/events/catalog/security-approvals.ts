import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text, uid } from '../field.ts'

/** What a second person has to agree to. */

const category = 'security'
const outcome = 'success'
const severity = 'notice'

const asked = z.object({ approval_uid: uid, action: text, to_username: text.optional() })
const decided = z.object({ approval_uid: uid, action: text, from_username: text })

export const approvalAsked = eventType({
  name: 'approval_asked',
  title: 'Second person asked for approval',
  category,
  severity,
  outcome,
  fields: asked,
  message: 'User ${username} asked a second person to approve ${action} (${approval_uid})',
})

export const approvalGiven = eventType({
  name: 'approval_given',
  title: 'Second person approved',
  category,
  severity,
  outcome,
  fields: decided,
  message:
    'User ${username} approved ${action}, which user ${from_username} asked for (${approval_uid})',
})

export const approvalRefused = eventType({
  name: 'approval_refused',
  title: 'Second person refused',
  category,
  severity: 'warning',
  outcome: 'denied',
  fields: decided,
  message:
    'User ${username} refused ${action}, which user ${from_username} asked for (${approval_uid})',
})

export const approvalUsed = eventType({
  name: 'approval_used',
  title: 'Approval used',
  category,
  severity,
  outcome,
  fields: z.object({ approval_uid: uid, action: text }),
  message: 'User ${username} did what a second person had approved: ${action} (${approval_uid})',
})

export const approvalLapsed = eventType({
  name: 'approval_lapsed',
  title: 'Request for approval lapsed',
  category,
  severity: 'info',
  outcome: 'failure',
  fields: z.object({ approval_uid: uid, action: text }),
  message:
    'What user ${username} asked a second person to approve was not done in time: ${action} (${approval_uid})',
})
