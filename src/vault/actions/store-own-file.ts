import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { recordUpdate } from '../../events/catalog/usage.ts'
import {
  fileAttachmentThumbnailUploaded,
  fileAttachmentUploaded,
} from '../../events/catalog/usage-files.ts'
import { happened } from '../../events/event-type.ts'
import { attachFile, ownUpload } from '../attach-file.ts'
import { uid } from '../bounds.ts'
import { fileFields } from '../file-fields.ts'
import { changeableRecord, readableFile } from '../granted.ts'

const input = z.strictObject({
  file_uid: uid,
  blob: z.string(),
  size: z.int(),
  sha256: z.string(),
})

/** Makes a file that a person has sent part of their record. */
export const storeOwnFile = action({
  name: 'file.store',
  permission: 'vault',
  input,
  async run(state, { file_uid, ...received }, { who, at }: { who: Person; at: Date }) {
    const upload = await ownUpload(state, file_uid, { uploader: who.account_uid, at })
    await changeableRecord(state, upload.record_uid, who)
    const revisions = await attachFile(state, upload, { ...received, at })
    return { file_uid, record_uid: upload.record_uid, ...revisions }
  },
  leaves: ({ size, sha256 }, { revision_before, revision, ...file }) => [
    happened(fileAttachmentUploaded, { ...fileFields(file), size, sha256 }),
    happened(recordUpdate, { record_uid: file.record_uid, revision_before, revision }),
  ],
})

/** Gives a file a small picture, in place of one that it has; what that held is swept away. */
export const storeOwnThumbnail = action({
  name: 'file.thumbnail',
  permission: 'vault',
  input,
  async run(state, thumbnail, { who }: { who: Person }) {
    const { file_uid, record_uid } = await readableFile(state, thumbnail.file_uid, who)
    await changeableRecord(state, record_uid, who)
    await state.files.setThumbnail(thumbnail)
    return { file_uid, record_uid }
  },
  leaves: ({ size, sha256 }, file) => [
    happened(fileAttachmentThumbnailUploaded, { ...fileFields(file), size, sha256 }),
  ],
})
