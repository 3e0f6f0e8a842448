import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text, uid } from '../field.ts'

/** How alerts fare. `audit_alert_sent` is Keeper's: one for every occurrence, whether somebody was told or not. */

const category = 'usage'

const alert = { alert_uid: uid, name: text }
const way = { ...alert, recipient: text, channel: text }

/**
 * `recipient`: who was told, with commas between them; `throttled` when nobody was, because somebody was lately; `shadow` when
 * the rule only watches. `cause_seq`: the event that made it come true.
 */
export const auditAlertSent = eventType({
  name: 'audit_alert_sent',
  title: 'Alert sent',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ ...alert, recipient: text, cause_seq: count, occurrences: count }),
  message: 'Audit alert "${name}" was sent to ${recipient}',
})

export const auditAlertFailed = eventType({
  name: 'audit_alert_failed',
  title: 'Alert does not arrive',
  category,
  severity: 'warning',
  outcome: 'failure',
  fields: z.object({ ...way, detail: text }),
  message: 'Alert ${name} does not arrive at ${recipient} (${channel}): ${detail}',
})

export const auditAlertRestored = eventType({
  name: 'audit_alert_restored',
  title: 'Alert arrives again',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(way),
  message: 'Alert ${name} arrives at ${recipient} (${channel}) again',
})

export const auditAlertRecipientGone = eventType({
  name: 'audit_alert_recipient_gone',
  title: 'Recipient of an alert is gone',
  category,
  severity: 'warning',
  outcome: 'failure',
  fields: z.object({ ...way, detail: text }),
  message:
    'Alert ${name} is no longer sent to ${recipient} (${channel}), which wants no more: ${detail}',
})

export const auditAlertTested = eventType({
  name: 'audit_alert_tested',
  title: 'Alert tested',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ...way, detail: text }),
  message: 'User ${username} sent a test of alert ${name} to ${recipient} (${channel}): ${detail}',
})

/** `count`: how often it had come true since somebody looked last. `detail`: what they say of it. */
export const auditAlertAcknowledged = eventType({
  name: 'audit_alert_acknowledged',
  title: 'Alert acknowledged',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ...alert, count, detail: text.optional() }),
  message: 'User ${username} has looked at ${count} occurrences of alert ${name}',
})

export const auditAlertResent = eventType({
  name: 'audit_alert_resent',
  title: 'Messages of an alert are sent once more',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ...alert, count }),
  message: 'User ${username} has ${count} messages of alert ${name} sent once more',
})
