import type { Folder } from '../store/state/folders.ts'

type Place = Pick<Folder, 'folder_uid' | 'parent_uid'>

/** A folder and everything below it, each before what lies in it. `all` are the folders of one shared folder. */
export function branch<F extends Place>(folder_uid: string, all: readonly F[]): readonly F[] {
  const below = new Map<string | null, readonly F[]>(
    Map.groupBy(all, ({ parent_uid }) => parent_uid),
  )
  const found = all.filter((folder) => folder.folder_uid === folder_uid)
  for (const folder of found) found.push(...(below.get(folder.folder_uid) ?? []))
  return found
}
