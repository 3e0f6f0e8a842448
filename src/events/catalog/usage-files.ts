import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text, uid } from '../field.ts'

/**
 * Files that hang on records, whoever handles them. `by` is `user` or `device`; a device is named besides, and `username`
 * is then the owner of its application, as with Keeper.
 */

const category = 'usage'

const file = {
  attachment_id: uid,
  record_uid: uid,
  by: text,
  app_uid: uid.optional(),
  device_name: text.optional(),
  device_uid: uid.optional(),
}

const byDevice = (did: string) => ({
  field: 'by',
  messages: { device: `KSM device \${device_name} ${did}` },
})

export const fileAttachmentAnnounced = eventType({
  name: 'file_attachment_announced',
  title: 'File attachment announced',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ ...file, size: count }),
  message: 'User ${username} is about to attach file ${attachment_id} to record UID ${record_uid}',
  unless: byDevice('is about to attach file ${attachment_id} to record UID ${record_uid}'),
})

export const fileAttachmentUploaded = eventType({
  name: 'file_attachment_uploaded',
  title: 'File attachment uploaded',
  category,
  severity: 'notice',
  outcome: 'success',
  /** Bytes of the ciphertext, and its SHA-256. */
  fields: z.object({ ...file, size: count, sha256: text }),
  message: 'User ${username} attached file ${attachment_id} to record UID ${record_uid}',
  unless: byDevice('attached file ${attachment_id} to record UID ${record_uid}'),
})

export const fileAttachmentThumbnailUploaded = eventType({
  name: 'file_attachment_thumbnail_uploaded',
  title: 'Thumbnail of a file attachment uploaded',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ ...file, size: count, sha256: text }),
  message: 'User ${username} gave file ${attachment_id} of record UID ${record_uid} a thumbnail',
})

export const fileAttachmentDownloaded = eventType({
  name: 'file_attachment_downloaded',
  title: 'File attachment downloaded',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ ...file, size: count, sha256: text }),
  message: 'User ${username} downloaded file ${attachment_id} of record UID ${record_uid}',
  unless: byDevice('downloaded file ${attachment_id} of record UID ${record_uid}'),
})

export const fileAttachmentViewed = eventType({
  name: 'file_attachment_viewed',
  title: 'Thumbnail of a file attachment viewed',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object(file),
  message:
    'User ${username} viewed the thumbnail of file ${attachment_id} of record UID ${record_uid}',
  unless: byDevice('viewed the thumbnail of file ${attachment_id} of record UID ${record_uid}'),
})

export const fileAttachmentDeleted = eventType({
  name: 'file_attachment_deleted',
  title: 'File attachment deleted',
  category,
  severity: 'notice',
  outcome: 'success',
  fields: z.object(file),
  message: 'User ${username} deleted file ${attachment_id} of record UID ${record_uid}',
  unless: byDevice('deleted file ${attachment_id} of record UID ${record_uid}'),
})
