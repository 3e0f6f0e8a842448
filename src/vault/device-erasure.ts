import type { DeviceFields } from '../access/device.ts'
import {
  appClientFolderDelete,
  appClientFolderRemoveRecord,
  appClientRecordDelete,
} from '../events/catalog/ksm-writes.ts'
import { type Happening, happened } from '../events/event-type.ts'
import type { Folder } from '../store/state/folders.ts'
import type { StoredRecord } from '../store/state/records.ts'

/** How a record that a device deleted stands in the log; one in a shared folder has left that too. */
export function recordDeleted(
  { record_uid: secret_uid, revision, top_uid }: StoredRecord,
  by: DeviceFields,
): readonly Happening[] {
  const deleted = happened(appClientRecordDelete, { ...by, secret_uid, revision })
  if (top_uid === null) return [deleted]
  const left = { ...by, secret_uid, shared_folder_uid: top_uid }
  return [deleted, happened(appClientFolderRemoveRecord, left)]
}

export const folderDeleted = (
  { folder_uid: secret_uid, top_uid: shared_folder_uid }: Folder,
  by: DeviceFields,
): Happening => happened(appClientFolderDelete, { ...by, secret_uid, shared_folder_uid })
