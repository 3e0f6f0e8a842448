import type { Sql } from '../sql.ts'

/** What somebody may with an application that is not theirs: see it, or manage its devices, what it reads and who holds it. */
export const applicationPermissions = ['view', 'manage'] as const
export type ApplicationPermission = (typeof applicationPermissions)[number]

/** That somebody else than its owner holds an application. */
export type ApplicationGrant = {
  readonly app_uid: string
  readonly account_uid: string
  /** The app key, wrapped to that person's public key. */
  readonly app_key: string
  readonly permission: ApplicationPermission
  readonly created_at: number
}

export const applicationGrants = (sql: Sql) => ({
  find: (appUid: string, accountUid: string) =>
    sql.get<ApplicationGrant>(
      'select * from application_grants where app_uid = $1 and account_uid = $2',
      ...[appUid, accountUid],
    ),
  listOf: (accountUid: string) =>
    sql.all<ApplicationGrant>(
      'select * from application_grants where account_uid = $1 order by created_at, app_uid',
      accountUid,
    ),
  listOfApplication: (appUid: string) =>
    sql.all<ApplicationGrant>(
      'select * from application_grants where app_uid = $1 order by created_at, account_uid',
      appUid,
    ),
  insert: ({ app_uid, account_uid, app_key, permission, created_at }: ApplicationGrant) =>
    sql.run(
      `insert into application_grants (app_uid, account_uid, app_key, permission, created_at)
        values ($1, $2, $3, $4, $5)`,
      ...[app_uid, account_uid, app_key, permission, created_at],
    ),
  setPermission: (appUid: string, accountUid: string, permission: ApplicationPermission) =>
    sql.run(
      'update application_grants set permission = $3 where app_uid = $1 and account_uid = $2',
      ...[appUid, accountUid, permission],
    ),
  remove: (appUid: string, accountUid: string) =>
    sql.run(
      'delete from application_grants where app_uid = $1 and account_uid = $2',
      ...[appUid, accountUid],
    ),
  removeOfApplication: (appUid: string) =>
    sql.run('delete from application_grants where app_uid = $1', appUid),
  removeOf: (accountUid: string) =>
    sql.run('delete from application_grants where account_uid = $1', accountUid),
})
