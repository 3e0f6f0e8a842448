import type { State } from '../store/state.ts'
import type { Erased } from './erase-record.ts'

/**
 * Takes from a record what a device no longer wants linked to it: files, which are gone then, and links to records, its own
 * settings included when it names itself. UIDs of nothing are no mistake.
 */
export async function removeLinks(
  { files, recordLinks }: State,
  record_uid: string,
  uids: readonly string[],
): Promise<Pick<Erased, 'files' | 'links'>> {
  if (uids.length === 0) return { files: [], links: [] }
  const unwanted = new Set(uids)
  const gone = (await files.listOf(record_uid)).filter(({ file_uid }) => unwanted.has(file_uid))
  for (const { file_uid } of gone) await files.remove(file_uid)
  const own = await recordLinks.listOf(record_uid)
  const links = own.filter(({ linked_uid }) => unwanted.has(linked_uid))
  for (const link of links) await recordLinks.remove(link)
  return { files: gone, links }
}
