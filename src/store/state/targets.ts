import type { Sql } from '../sql.ts'

/** Where events are exported to. */
export type Target = {
  readonly target_uid: string
  readonly name: string
  readonly kind: string
  /** JSON: the settings that may be shown. */
  readonly settings: string
  /** The others, under a key that is not in the database. */
  readonly sealed: string
  /** The text of a query; empty is everything. */
  readonly filter: string
  readonly status: 'live' | 'paused'
  /** Why it is paused. */
  readonly reason: string | null
  /** Why it fails at present, and since when. */
  readonly trouble: string | null
  readonly trouble_since: number | null
  /** For how long polling reads wait to be put together; 0: they go one by one. */
  readonly coalesce_ms: number
  /** Grows with every change that a delivery must know of. */
  readonly revision: number
  readonly created_at: number
}

export type Standing = Pick<Target, 'status' | 'reason'>

export const targets = (sql: Sql) => ({
  list: () => sql.all<Target>('select * from targets order by name'),
  find: (name: string) => sql.get<Target>('select * from targets where name = $1', name),
  insert: (target: Target) =>
    sql.run(
      `insert into targets (target_uid, name, kind, settings, sealed, filter, status, reason, trouble, trouble_since,
        revision, created_at, coalesce_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null, $9, $10, $11)`,
      target.target_uid,
      target.name,
      target.kind,
      target.settings,
      target.sealed,
      target.filter,
      target.status,
      target.reason,
      target.revision,
      target.created_at,
      target.coalesce_ms,
    ),
  change: (target: Pick<Target, 'target_uid' | 'settings' | 'sealed' | 'filter' | 'coalesce_ms'>) =>
    sql.run(
      `update targets set settings = $2, sealed = $3, filter = $4, coalesce_ms = $5, revision = revision + 1
        where target_uid = $1`,
      target.target_uid,
      target.settings,
      target.sealed,
      target.filter,
      target.coalesce_ms,
    ),
  setStanding: (targetUid: string, { status, reason }: Standing) =>
    sql.run(
      `update targets set status = $2, reason = $3, trouble = null, trouble_since = null, revision = revision + 1
        where target_uid = $1`,
      targetUid,
      status,
      reason,
    ),
  setTrouble: (targetUid: string, trouble: string | null, since: number | null) =>
    sql.run(
      'update targets set trouble = $2, trouble_since = $3 where target_uid = $1',
      targetUid,
      trouble,
      since,
    ),
  remove: (targetUid: string) => sql.run('delete from targets where target_uid = $1', targetUid),
})
