import type { Flag, Sql } from '../sql.ts'

/** What an application may read: a record or a shared folder, with its key under the app key. */
export type Share = {
  readonly app_uid: string
  readonly secret_uid: string
  readonly kind: 'record' | 'folder'
  readonly encrypted_secret_key: string
  readonly editable: Flag
  readonly created_at: number
}

export const shares = (sql: Sql) => ({
  find: (appUid: string, secretUid: string) =>
    sql.get<Share>(
      'select * from shares where app_uid = $1 and secret_uid = $2',
      appUid,
      secretUid,
    ),
  listOf: (appUid: string) =>
    sql.all<Share>(
      'select * from shares where app_uid = $1 order by created_at, secret_uid',
      appUid,
    ),
  /** Those of every application. */
  list: () => sql.all<Share>('select * from shares order by app_uid, created_at, secret_uid'),
  /** The shared folders that an application may read. */
  listFolders: (appUid: string) =>
    sql.all<Share>(
      `select * from shares where app_uid = $1 and kind = 'folder' order by created_at, secret_uid`,
      appUid,
    ),
  /** The applications that a record or folder is shared with. */
  listOfSecret: (secretUid: string) =>
    sql.all<Share>('select * from shares where secret_uid = $1 order by app_uid', secretUid),
  insert: ({ app_uid, secret_uid, kind, encrypted_secret_key, editable, created_at }: Share) =>
    sql.run(
      `insert into shares (app_uid, secret_uid, kind, encrypted_secret_key, editable, created_at)
        values ($1, $2, $3, $4, $5, $6)`,
      app_uid,
      secret_uid,
      kind,
      encrypted_secret_key,
      editable,
      created_at,
    ),
  setEditable: (appUid: string, secretUid: string, editable: Flag) =>
    sql.run(
      'update shares set editable = $3 where app_uid = $1 and secret_uid = $2',
      appUid,
      secretUid,
      editable,
    ),
  remove: (appUid: string, secretUid: string) =>
    sql.run('delete from shares where app_uid = $1 and secret_uid = $2', appUid, secretUid),
})
