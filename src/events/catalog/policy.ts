import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text } from '../field.ts'

/** Where events are exported to, and who changes that. `name` is Keeper's name for the target's. */

const category = 'policy'

const target = { name: text, kind: text }

/** Who had not been sent the announcement when the change took effect, with commas between them. */
const changed = z.object({ ...target, not_told: text.optional() })

export const auditSyncChangeAnnounced = eventType({
  name: 'audit_sync_change_announced',
  title: 'Change of an export announced',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: z.object({ ...target, change: text }),
  message: 'User ${username} is about to ${change} the export target ${name} (${kind})',
})

export const auditSyncSetup = eventType({
  name: 'audit_sync_setup',
  title: 'Export of events set up',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: changed,
  message: 'User ${username} set up the export target ${name} (${kind})',
})

export const auditSyncChanged = eventType({
  name: 'audit_sync_changed',
  title: 'Export of events changed',
  category,
  severity: 'warning',
  outcome: 'success',
  fields: changed,
  message: 'User ${username} changed the export target ${name} (${kind})',
})

export const auditSyncRemoved = eventType({
  name: 'audit_sync_removed',
  title: 'Export of events removed',
  category,
  severity: 'critical',
  outcome: 'success',
  fields: changed,
  message: 'User ${username} removed the export target ${name} (${kind})',
})
