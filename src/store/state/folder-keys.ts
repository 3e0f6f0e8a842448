import type { Sql } from '../sql.ts'
import type { Folder } from './folders.ts'

/** The keys that lie under that of a shared folder. */
export const folderKeys = (sql: Sql) => ({
  /** Its own key and its name, which lies under it. The key's number counts up, and it is not due any more. */
  setTop: ({ folder_uid, folder_key, data }: Pick<Folder, 'folder_uid' | 'folder_key' | 'data'>) =>
    sql.run(
      `update folders set folder_key = $2, data = $3, key_revision = key_revision + 1, key_due_since = null
        where folder_uid = $1`,
      ...[folder_uid, folder_key, data],
    ),
  setLower: (folderUid: string, folderKey: string) =>
    sql.run('update folders set folder_key = $2 where folder_uid = $1', folderUid, folderKey),
  setRecord: (recordUid: string, folderKey: string) =>
    sql.run('update records set folder_key = $2 where record_uid = $1', recordUid, folderKey),
  setShare: (appUid: string, folderUid: string, key: string) =>
    sql.run(
      'update shares set encrypted_secret_key = $3 where app_uid = $1 and secret_uid = $2',
      ...[appUid, folderUid, key],
    ),
})
