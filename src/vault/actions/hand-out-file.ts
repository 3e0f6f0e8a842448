import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { DeviceRefusal } from '../../access/device-refusal.ts'
import { fileAttachmentDownloaded, fileAttachmentViewed } from '../../events/catalog/usage-files.ts'
import { happened } from '../../events/event-type.ts'
import { fileFields } from '../file-fields.ts'
import { contentOf, fileParts } from '../file-part.ts'
import { readableRecord } from '../reach.ts'

/** Lets a device have a file, or its thumbnail. The bytes leave after this is on the record. */
export const handOutFile = deviceAction({
  name: 'file.download',
  input: z.object({ file_uid: z.string(), part: z.enum(fileParts) }),
  async run(state, { file_uid, part }, { application }) {
    const file = await state.files.find(file_uid)
    const content = file && contentOf(file, part)
    if (!content) throw new DeviceRefusal('file_not_found')
    await readableRecord(state, application.app_uid, file.record_uid)
    return { file, content }
  },
  leaves: ({ part }, { file, content }, { endpoint: _, ...by }) => {
    const { size, sha256 } = content
    return part === 'thumbnail'
      ? [happened(fileAttachmentViewed, fileFields(file, by))]
      : [happened(fileAttachmentDownloaded, { ...fileFields(file, by), size, sha256 })]
  },
})
