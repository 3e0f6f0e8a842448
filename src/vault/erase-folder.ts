import type { Folder } from '../store/state/folders.ts'
import type { StoredRecord } from '../store/state/records.ts'
import type { State } from '../store/state.ts'
import { branch } from './branch.ts'
import { type Erased, eraseRecord } from './erase-record.ts'
import { unshare } from './unshare.ts'

/** A folder with the folders below it, parents first, and the records in any of them. */
export type FolderContents = {
  readonly inside: readonly Folder[]
  readonly held: readonly StoredRecord[]
}

export async function folderContents(
  { folders, records }: State,
  { folder_uid, top_uid }: Pick<Folder, 'folder_uid' | 'top_uid'>,
): Promise<FolderContents> {
  const inside = branch(folder_uid, await folders.listUnder(top_uid))
  const places = new Set<string | null>(inside.map((folder) => folder.folder_uid))
  const all = await records.listUnder(top_uid)
  return { inside, held: all.filter((record) => places.has(record.folder_uid)) }
}

/** Takes it all away, from applications too. */
export async function eraseFolder(state: State, { inside, held }: FolderContents): Promise<Erased> {
  const gone: Erased[] = []
  for (const { record_uid } of held) gone.push(await eraseRecord(state, record_uid))
  for (const { folder_uid } of inside) {
    gone.push({ shares: await unshare(state, folder_uid), files: [], links: [] })
    await state.folderGrants.removeOfFolder(folder_uid)
    await state.teamGrants.removeOfFolder(folder_uid)
    await state.folders.remove(folder_uid)
  }
  return {
    shares: gone.flatMap(({ shares }) => shares),
    files: gone.flatMap(({ files }) => files),
    links: gone.flatMap(({ links }) => links),
  }
}
