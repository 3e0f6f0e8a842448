import type { Flag, Sql } from '../sql.ts'

/** That somebody else than its owner may open a shared folder with all that lies in it. */
export type FolderGrant = {
  readonly folder_uid: string
  readonly account_uid: string
  /** The folder's key, wrapped to that person's public key. */
  readonly folder_key: string
  /** Whether they may change what lies in it. */
  readonly editable: Flag
  readonly created_at: number
}

export const folderGrants = (sql: Sql) => ({
  find: (folderUid: string, accountUid: string) =>
    sql.get<FolderGrant>(
      'select * from folder_grants where folder_uid = $1 and account_uid = $2',
      ...[folderUid, accountUid],
    ),
  listOf: (accountUid: string) =>
    sql.all<FolderGrant>(
      'select * from folder_grants where account_uid = $1 order by created_at, folder_uid',
      accountUid,
    ),
  listOfFolder: (folderUid: string) =>
    sql.all<FolderGrant>(
      'select * from folder_grants where folder_uid = $1 order by created_at, account_uid',
      folderUid,
    ),
  insert: ({ folder_uid, account_uid, folder_key, editable, created_at }: FolderGrant) =>
    sql.run(
      `insert into folder_grants (folder_uid, account_uid, folder_key, editable, created_at)
        values ($1, $2, $3, $4, $5)`,
      ...[folder_uid, account_uid, folder_key, editable, created_at],
    ),
  setEditable: (folderUid: string, accountUid: string, editable: Flag) =>
    sql.run(
      'update folder_grants set editable = $3 where folder_uid = $1 and account_uid = $2',
      ...[folderUid, accountUid, editable],
    ),
  setKey: (folderUid: string, accountUid: string, folderKey: string) =>
    sql.run(
      'update folder_grants set folder_key = $3 where folder_uid = $1 and account_uid = $2',
      ...[folderUid, accountUid, folderKey],
    ),
  remove: (folderUid: string, accountUid: string) =>
    sql.run(
      'delete from folder_grants where folder_uid = $1 and account_uid = $2',
      ...[folderUid, accountUid],
    ),
  removeOfFolder: (folderUid: string) =>
    sql.run('delete from folder_grants where folder_uid = $1', folderUid),
  removeOf: (accountUid: string) =>
    sql.run('delete from folder_grants where account_uid = $1', accountUid),
})
