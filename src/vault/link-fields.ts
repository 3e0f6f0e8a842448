import type { DeviceFields } from '../access/device.ts'
import type { RecordLink } from '../store/state/record-links.ts'

/** How events name a link, and the device that handled it, if it was one. */
export const linkFields = (
  { record_uid, linked_uid, path }: Pick<RecordLink, 'record_uid' | 'linked_uid' | 'path'>,
  by?: DeviceFields,
) => ({
  record_uid,
  linked_uid,
  ...(path && { link_path: path }),
  by: by ? 'device' : 'user',
  ...by,
})
