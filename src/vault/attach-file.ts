import { DeviceRefusal } from '../access/device-refusal.ts'
import type { StoredFile } from '../store/state/files.ts'
import type { StoredRecord } from '../store/state/records.ts'
import type { Upload } from '../store/state/uploads.ts'
import type { State } from '../store/state.ts'
import type { FileLimits } from './file-limits.ts'
import { reviseRecord } from './revise-record.ts'

/**
 * A file comes in two steps. It is announced together with the record's next version, which names it; when its bytes are on
 * the disk both take effect at once. Until then, and when the bytes never come, the record is as it was.
 */

/** How long an announced file may take to come. */
export const uploadMs = 3_600_000

/** What a client says of a file that it is about to send. */
export type Announced = Pick<Upload, 'file_uid' | 'owner_key' | 'link_key' | 'data' | 'size'> & {
  readonly record_data: string
  /** The revision that the client read; some SDKs do not say it, and mean the newest. */
  readonly record_revision?: number | undefined
}

type Announcement = {
  readonly record: StoredRecord
  readonly uploader: string
  readonly limits: FileLimits
  readonly at: Date
}

async function checkRoom({ files }: State, { size }: Announced, { record, limits }: Announcement) {
  if (size > limits.largest) throw new DeviceRefusal('file_too_large')
  if (size + (await files.bytesOf(record.owner_uid)) > limits.quota)
    throw new DeviceRefusal('quota_exceeded')
}

/** The first step. */
export async function announceFile(
  state: State,
  { record_revision, ...file }: Announced,
  announcement: Announcement,
): Promise<void> {
  const { record, uploader, at } = announcement
  const { record_uid, owner_uid, revision } = record
  if ((await state.files.find(file.file_uid)) || (await state.uploads.find(file.file_uid)))
    throw new DeviceRefusal('file_exists')
  if (record_revision !== undefined && record_revision !== revision)
    throw new DeviceRefusal('out_of_sync')
  await checkRoom(state, file, announcement)
  await state.uploads.insert({
    ...file,
    record_uid,
    owner_uid,
    record_revision: revision,
    uploader,
    expires_at: at.getTime() + uploadMs,
  })
}

type Uploader = { readonly uploader: string; readonly at: Date }

/** The file that this very device or person announced and that may still come. */
export async function ownUpload(
  { uploads }: Pick<State, 'uploads'>,
  file_uid: string,
  { uploader, at }: Uploader,
): Promise<Upload> {
  const upload = await uploads.find(file_uid)
  if (upload?.uploader !== uploader || upload.expires_at <= at.getTime())
    throw new DeviceRefusal('no_upload')
  return upload
}

/** Bytes that have come and lie in their place. */
export type Received = Pick<StoredFile, 'blob' | 'size' | 'sha256'>

/** The second step: file and record together. Gives both revisions of the record. */
export async function attachFile(state: State, upload: Upload, received: Received & { at: Date }) {
  const { file_uid, record_uid, owner_uid, owner_key, link_key, data, size } = upload
  const { at, ...blob } = received
  if (blob.size !== size) throw new DeviceRefusal('torn_upload')
  const { record_data, record_revision: revision } = upload
  const revisions = await reviseRecord(state, { record_uid, data: record_data, revision, at })
  const created_at = at.getTime()
  const file = { file_uid, record_uid, owner_uid, owner_key, link_key, data, created_at }
  await state.files.insert({ ...file, ...blob })
  await state.uploads.remove(file_uid)
  return revisions
}
