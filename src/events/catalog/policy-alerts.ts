import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text, uid } from '../field.ts'

/** Who changes what is watched. What a rule looks for stays out of the log: it may name people. */

const category = 'policy'

const alert = { alert_uid: uid, name: text }

export const auditAlertCreated = eventType({
  name: 'audit_alert_created',
  title: 'Alert created',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(alert),
  message: 'User ${username} created alert ${name}',
})

export const auditAlertChanged = eventType({
  name: 'audit_alert_changed',
  title: 'Alert changed',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({ ...alert, changed: text }),
  message: 'User ${username} changed ${changed} of alert ${name}',
})

export const auditAlertDeleted = eventType({
  name: 'audit_alert_deleted',
  title: 'Alert deleted',
  category,
  severity: 'critical',
  outcome: 'success',
  fields: z.object(alert),
  message: 'User ${username} deleted alert ${name}',
})

export const auditAlertPaused = eventType({
  name: 'audit_alert_paused',
  title: 'Alert paused',
  category,
  severity: 'critical',
  outcome: 'success',
  fields: z.object(alert),
  message: 'User ${username} paused alert ${name}',
})

export const auditAlertResumed = eventType({
  name: 'audit_alert_resumed',
  title: 'Alert resumed',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(alert),
  message: 'User ${username} resumed alert ${name}',
})

export const auditAlertSnoozed = eventType({
  name: 'audit_alert_snoozed',
  title: 'Alert snoozed',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({ ...alert, until: text }),
  message: 'User ${username} snoozed alert ${name} until ${until}',
})

export const auditAlertCountsReset = eventType({
  name: 'audit_alert_counts_reset',
  title: 'Counters of an alert reset',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(alert),
  message: 'User ${username} set the counters of alert ${name} to zero',
})

/** `change`: added, changed, removed, enabled or disabled. `recipient`: by name, `*` for whoever caused the event. */
export const auditAlertRecipientChanged = eventType({
  name: 'audit_alert_recipient_changed',
  title: 'Recipient of an alert changed',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({ ...alert, recipient: text, change: text }),
  message: 'User ${username} changed who is told of alert ${name}: ${recipient} was ${change}',
})
