import type { StoredFile } from '../store/state/files.ts'
import type { State } from '../store/state.ts'

/** Takes from a record what a device no longer wants linked to it: a file is gone then. UIDs of nothing are no mistake. */
export async function removeLinks(
  { files }: State,
  record_uid: string,
  uids: readonly string[],
): Promise<readonly StoredFile[]> {
  if (uids.length === 0) return []
  const unwanted = new Set(uids)
  const gone = (await files.listOf(record_uid)).filter(({ file_uid }) => unwanted.has(file_uid))
  for (const { file_uid } of gone) await files.remove(file_uid)
  return gone
}
