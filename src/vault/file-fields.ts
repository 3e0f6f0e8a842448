import type { DeviceFields } from '../access/device.ts'
import type { StoredFile } from '../store/state/files.ts'

/** How events name a file, and the device that handled it, if it was one. */
export const fileFields = (
  { file_uid, record_uid }: Pick<StoredFile, 'file_uid' | 'record_uid'>,
  by?: DeviceFields,
) => ({ attachment_id: file_uid, record_uid, by: by ? 'device' : 'user', ...by })
