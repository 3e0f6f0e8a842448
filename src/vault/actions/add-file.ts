import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { fileAttachmentAnnounced } from '../../events/catalog/usage-files.ts'
import { happened } from '../../events/event-type.ts'
import { announceFile, uploadMs } from '../attach-file.ts'
import { fileFields } from '../file-fields.ts'
import type { FileLimits } from '../file-limits.ts'
import { editableRecord } from '../reach.ts'

/** Announces a file that a device is about to send, and the version of its record that will name it. */
export const addFile = (limits: FileLimits) =>
  deviceAction({
    name: 'file.announce',
    input: z.object({
      record_uid: z.string(),
      record_data: z.string(),
      record_revision: z.int().optional(),
      file_uid: z.string(),
      owner_key: z.string(),
      link_key: z.string(),
      data: z.string(),
      size: z.int(),
    }),
    async run(state, { record_uid, ...file }, { application, device, at }) {
      const record = await editableRecord(state, application.app_uid, record_uid)
      await announceFile(state, file, { record, uploader: device.device_uid, limits, at })
      return { expires_at: at.getTime() + uploadMs }
    },
    leaves: (file, _, { endpoint: _endpoint, ...by }) => [
      happened(fileAttachmentAnnounced, { ...fileFields(file, by), size: file.size }),
    ],
  })
