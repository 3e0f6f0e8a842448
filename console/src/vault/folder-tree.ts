import type { Folder } from './vault-data.ts'

/** A folder with how deep it lies below its shared folder. */
export type Placed = { readonly folder: Folder; readonly depth: number }

const byName = (a: Folder, b: Folder) => a.name.localeCompare(b.name)

/** The folders as a tree is read: each followed by what lies in it, by name. */
export function treeOf(
  folders: readonly Folder[],
  parent: string | null = null,
  depth = 0,
): readonly Placed[] {
  return folders
    .filter(({ parent_uid }) => parent_uid === parent)
    .toSorted(byName)
    .flatMap((folder) => [{ folder, depth }, ...treeOf(folders, folder.folder_uid, depth + 1)])
}

/** The names on the way to a folder, its own last. */
export function pathOf(folder: Folder, folders: readonly Folder[]): string {
  const above = folders.find(({ folder_uid }) => folder_uid === folder.parent_uid)
  return above ? `${pathOf(above, folders)} / ${folder.name}` : folder.name
}
