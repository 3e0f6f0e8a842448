import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { fileAttachmentDownloaded } from '../../events/catalog/usage-files.ts'
import { happened } from '../../events/event-type.ts'
import { uid } from '../bounds.ts'
import { fileFields } from '../file-fields.ts'
import { readableFile } from '../granted.ts'

/** Lets a person have a file of their record. The bytes leave after this is on the record. */
export const openOwnFile = action({
  name: 'file.download',
  permission: 'vault',
  input: z.strictObject({ file_uid: uid }),
  run: (state, { file_uid }, { who }: { who: Person }) => readableFile(state, file_uid, who),
  leaves: (_, file) => [
    happened(fileAttachmentDownloaded, {
      ...fileFields(file),
      size: file.size,
      sha256: file.sha256,
    }),
  ],
})
