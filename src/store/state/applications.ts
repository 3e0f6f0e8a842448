import type { Sql } from '../sql.ts'

/** A Secrets Manager application. Its title is inside `data`, which only the owner and the devices can read. */
export type Application = {
  readonly app_uid: string
  readonly owner_uid: string
  /** The app key under the owner's data key. */
  readonly app_key: string
  /** `{"title", "type": "app"}` under the app key. */
  readonly data: string
  readonly created_at: number
}

export const applications = (sql: Sql) => ({
  find: (appUid: string) =>
    sql.get<Application>('select * from applications where app_uid = $1', appUid),
  listOf: (ownerUid: string) =>
    sql.all<Application>(
      'select * from applications where owner_uid = $1 order by created_at, app_uid',
      ownerUid,
    ),
  insert: ({ app_uid, owner_uid, app_key, data, created_at }: Application) =>
    sql.run(
      'insert into applications (app_uid, owner_uid, app_key, data, created_at) values ($1, $2, $3, $4, $5)',
      app_uid,
      owner_uid,
      app_key,
      data,
      created_at,
    ),
  setData: (appUid: string, data: string) =>
    sql.run('update applications set data = $2 where app_uid = $1', appUid, data),
  remove: (appUid: string) => sql.run('delete from applications where app_uid = $1', appUid),
})
