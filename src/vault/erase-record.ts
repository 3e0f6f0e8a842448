import type { DeviceFields } from '../access/device.ts'
import { fileAttachmentDeleted } from '../events/catalog/usage-files.ts'
import { recordLinkRemoved } from '../events/catalog/usage-links.ts'
import { type Happening, happened } from '../events/event-type.ts'
import type { StoredFile } from '../store/state/files.ts'
import type { RecordLink } from '../store/state/record-links.ts'
import type { Share } from '../store/state/shares.ts'
import type { State } from '../store/state.ts'
import { fileFields } from './file-fields.ts'
import { linkFields } from './link-fields.ts'
import { unshare, unshared } from './unshare.ts'

/** What went with a record or a folder. */
export type Erased = {
  readonly shares: readonly Share[]
  readonly files: readonly StoredFile[]
  readonly links: readonly RecordLink[]
}

/** Takes a record away with everything that hangs on it. */
export async function eraseRecord(state: State, record_uid: string): Promise<Erased> {
  const shares = await unshare(state, record_uid)
  const files = await state.files.listOf(record_uid)
  await state.files.removeOf(record_uid)
  await state.uploads.removeOf(record_uid)
  await state.stagedUpdates.remove(record_uid)
  const links = await state.recordLinks.removeAround(record_uid)
  await state.records.remove(record_uid)
  return { shares, files, links }
}

/** The events of what went; `by` names the device, if it was one. */
export const erased = (
  { shares, files, links }: Erased,
  by?: DeviceFields,
): readonly Happening[] => [
  ...files.map((file) => happened(fileAttachmentDeleted, fileFields(file, by))),
  ...links.map((link) => happened(recordLinkRemoved, linkFields(link, by))),
  ...shares.map(unshared),
]
