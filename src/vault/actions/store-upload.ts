import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientRecordUpdate } from '../../events/catalog/ksm.ts'
import { fileAttachmentUploaded } from '../../events/catalog/usage-files.ts'
import { happened } from '../../events/event-type.ts'
import { attachFile, ownUpload } from '../attach-file.ts'
import { fileFields } from '../file-fields.ts'
import { editableRecord } from '../reach.ts'

/** Makes a file that a device has sent part of its record. */
export const storeUpload = deviceAction({
  name: 'file.store',
  input: z.object({
    file_uid: z.string(),
    blob: z.string(),
    size: z.int(),
    sha256: z.string(),
  }),
  async run(state, { file_uid, ...received }, { application, device, at }) {
    const upload = await ownUpload(state, file_uid, { uploader: device.device_uid, at })
    const { record_uid } = await editableRecord(state, application.app_uid, upload.record_uid)
    return { record_uid, revisions: await attachFile(state, upload, { ...received, at }) }
  },
  leaves: ({ file_uid, size, sha256 }, { record_uid, revisions }, { endpoint: _, ...by }) => [
    happened(fileAttachmentUploaded, {
      ...fileFields({ file_uid, record_uid }, by),
      size,
      sha256,
    }),
    happened(appClientRecordUpdate, { ...by, secret_uid: record_uid, ...revisions }),
  ],
})
