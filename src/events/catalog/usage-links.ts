import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { text, uid } from '../field.ts'

/**
 * Links of records, whoever handles them. Keeper has no names for these. `by` is `user` or `device`, as with files; a link of
 * a record to itself holds settings, and `link_path` says which.
 */

const category = 'usage'

const link = {
  record_uid: uid,
  linked_uid: uid,
  link_path: text.optional(),
  by: text,
  app_uid: uid.optional(),
  device_name: text.optional(),
  device_uid: uid.optional(),
}

export const recordLinkAdded = eventType({
  name: 'record_link_added',
  title: 'Record linked',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object(link),
  message: 'User ${username} linked record UID ${record_uid} to record UID ${linked_uid}',
})

export const recordLinkRemoved = eventType({
  name: 'record_link_removed',
  title: 'Link of a record removed',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object(link),
  message: 'User ${username} removed the link of record UID ${record_uid} to ${linked_uid}',
  unless: {
    field: 'by',
    messages: {
      device:
        'KSM device ${device_name} removed the link of record UID ${record_uid} to ${linked_uid}',
    },
  },
})
