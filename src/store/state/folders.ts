import type { Sql } from '../sql.ts'

/** A shared folder (`parent_uid` null, `top_uid` its own) or a folder below one. */
export type Folder = {
  readonly folder_uid: string
  readonly top_uid: string
  readonly parent_uid: string | null
  readonly owner_uid: string
  /** A shared folder's key under the owner's data key (GCM); a lower folder's under the shared folder's key (CBC). */
  readonly folder_key: string
  /** `{"name"}` under the folder's own key (CBC). */
  readonly data: string
  readonly created_at: number
  /** Counts up from 1 with every new key of a shared folder. */
  readonly key_revision: number
  /** Since when somebody may know a shared folder's key who is no longer let in; null when nobody does. */
  readonly key_due_since: number | null
}

type NewFolder = Omit<Folder, 'key_revision' | 'key_due_since'>

export const folders = (sql: Sql) => ({
  find: (folderUid: string) =>
    sql.get<Folder>('select * from folders where folder_uid = $1', folderUid),
  /** Shared folders come first, because clients need their keys for everything below. */
  listOf: (ownerUid: string) =>
    sql.all<Folder>(
      `select * from folders where owner_uid = $1
        order by case when parent_uid is null then 0 else 1 end, created_at, folder_uid`,
      ownerUid,
    ),
  listUnder: (topUid: string) =>
    sql.all<Folder>(
      `select * from folders where top_uid = $1
        order by case when parent_uid is null then 0 else 1 end, created_at, folder_uid`,
      topUid,
    ),
  insert: (folder: NewFolder) =>
    sql.run(
      `insert into folders (folder_uid, top_uid, parent_uid, owner_uid, folder_key, data, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)`,
      folder.folder_uid,
      folder.top_uid,
      folder.parent_uid,
      folder.owner_uid,
      folder.folder_key,
      folder.data,
      folder.created_at,
    ),
  setParent: (folderUid: string, parentUid: string) =>
    sql.run('update folders set parent_uid = $2 where folder_uid = $1', folderUid, parentUid),
  rename: (folderUid: string, data: string) =>
    sql.run('update folders set data = $2 where folder_uid = $1', folderUid, data),
  /** Says that its key has to be changed, unless that was said before. */
  keyIsDue: (folderUid: string, since: number) =>
    sql.run(
      'update folders set key_due_since = $2 where folder_uid = $1 and key_due_since is null',
      folderUid,
      since,
    ),
  remove: (folderUid: string) => sql.run('delete from folders where folder_uid = $1', folderUid),
})
