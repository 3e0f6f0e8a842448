import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text } from '../field.ts'

/** How exports fare. Names are Keeper's where it has one. */

const category = 'usage'

const target = { name: text, kind: text }

export const auditSyncPaused = eventType({
  name: 'audit_sync_paused',
  title: 'Export of events paused',
  category,
  severity: 'critical',
  outcome: 'success',
  fields: z.object({ ...target, detail: text, not_told: text.optional() }),
  message: 'The export target ${name} (${kind}) is paused: ${detail}',
})

export const auditSyncResumed = eventType({
  name: 'audit_sync_resumed',
  title: 'Export of events resumed',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ...target, not_told: text.optional() }),
  message: 'User ${username} resumed the export target ${name} (${kind})',
})

export const auditSyncFailed = eventType({
  name: 'audit_sync_failed',
  title: 'Export of events fails',
  category,
  severity: 'warning',
  outcome: 'failure',
  fields: z.object({ ...target, detail: text }),
  message: 'Events do not reach the export target ${name} (${kind}), and are kept: ${detail}',
})

export const auditSyncRestored = eventType({
  name: 'audit_sync_restored',
  title: 'Export of events works again',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(target),
  message: 'Events reach the export target ${name} (${kind}) again',
})

export const auditSyncTested = eventType({
  name: 'audit_sync_tested',
  title: 'Export of events tested',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ...target, detail: text }),
  message: 'User ${username} sent a test message to the export target ${name} (${kind}): ${detail}',
})

export const auditSyncEventRefused = eventType({
  name: 'audit_sync_event_refused',
  title: 'Exported event refused',
  category,
  severity: 'warning',
  outcome: 'failure',
  fields: z.object({ ...target, refused_seq: count, detail: text }),
  message:
    'The export target ${name} (${kind}) refuses event ${refused_seq}, which is kept as a dead letter: ${detail}',
})

export const auditSyncReplay = eventType({
  name: 'audit_sync_replay',
  title: 'Events are sent once more',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ...target, first: count, last: count }),
  message:
    'User ${username} has the events from ${first} to ${last} sent once more to the export target ${name} (${kind})',
})

export const auditSyncResend = eventType({
  name: 'audit_sync_resend',
  title: 'Refused events are sent once more',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object({ ...target, count }),
  message:
    'User ${username} has ${count} refused events sent once more to the export target ${name} (${kind})',
})
