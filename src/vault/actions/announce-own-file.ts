import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { fileAttachmentAnnounced } from '../../events/catalog/usage-files.ts'
import { happened } from '../../events/event-type.ts'
import { announceFile } from '../attach-file.ts'
import { gcmWrappedKey, recordData, uid } from '../bounds.ts'
import { fileFields } from '../file-fields.ts'
import type { FileLimits } from '../file-limits.ts'
import { ownRecord } from '../own.ts'

/** Announces a file that a person is about to send, and the version of their record that will name it. */
export const announceOwnFile = (limits: FileLimits) =>
  action({
    name: 'file.announce',
    permission: 'vault',
    input: z.strictObject({
      record_uid: uid,
      record_data: recordData,
      record_revision: z.int().min(1),
      file_uid: uid,
      owner_key: gcmWrappedKey,
      link_key: gcmWrappedKey,
      data: recordData,
      size: z.int().min(28),
    }),
    async run(state, { record_uid, ...file }, { who, at }: { who: Person; at: Date }) {
      const record = await ownRecord(state, record_uid, who)
      await announceFile(state, file, { record, uploader: who.account_uid, limits, at })
      return { record_uid, file_uid: file.file_uid }
    },
    leaves: (file) => [happened(fileAttachmentAnnounced, { ...fileFields(file), size: file.size })],
  })
