import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { fileAttachmentAnnounced } from '../../events/catalog/usage-files.ts'
import { happened } from '../../events/event-type.ts'
import { invalid } from '../../kernel/errors.ts'
import { announceFile } from '../attach-file.ts'
import { eciesWrappedKey, gcmWrappedKey, recordData, uid } from '../bounds.ts'
import { fileFields } from '../file-fields.ts'
import type { FileLimits } from '../file-limits.ts'
import { changeableRecord } from '../granted.ts'

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
      /** In somebody else's folder wrapped to that person's public key: the file is theirs. */
      owner_key: z.union([gcmWrappedKey, eciesWrappedKey]),
      link_key: gcmWrappedKey,
      data: recordData,
      size: z.int().min(28),
    }),
    async run(state, { record_uid, ...file }, { who, at }: { who: Person; at: Date }) {
      const record = await changeableRecord(state, record_uid, who)
      const isOwn = record.owner_uid === who.account_uid
      if (!isOwn && !eciesWrappedKey.safeParse(file.owner_key).success)
        throw invalid('the file is to be the record’s owner’s: wrap its key to their public key')
      await announceFile(state, file, { record, uploader: who.account_uid, limits, at })
      return { record_uid, file_uid: file.file_uid }
    },
    leaves: (file) => [happened(fileAttachmentAnnounced, { ...fileFields(file), size: file.size })],
  })
