import type { Sql } from '../sql.ts'

/** A new version of a record that waits for its device to finalize it or to roll it back. There is one a record. */
export type StagedUpdate = {
  readonly record_uid: string
  readonly device_uid: string
  readonly kind: 'general' | 'rotation'
  readonly data: string
  /** The revision that the device read, on which this builds. */
  readonly revision: number
  /** The UIDs of the files and records whose links go with it, as a JSON list. */
  readonly links: string
  readonly expires_at: number
}

export const stagedUpdates = (sql: Sql) => ({
  find: (recordUid: string) =>
    sql.get<StagedUpdate>('select * from staged_updates where record_uid = $1', recordUid),
  /** Takes the place of one that waits. */
  put: (update: StagedUpdate) =>
    sql.run(
      `insert into staged_updates (record_uid, device_uid, kind, data, revision, links, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (record_uid) do update set device_uid = excluded.device_uid, kind = excluded.kind,
          data = excluded.data, revision = excluded.revision, links = excluded.links, expires_at = excluded.expires_at`,
      update.record_uid,
      update.device_uid,
      update.kind,
      update.data,
      update.revision,
      update.links,
      update.expires_at,
    ),
  remove: (recordUid: string) =>
    sql.run('delete from staged_updates where record_uid = $1', recordUid),
  /** Some of those whose time is over. */
  listExpired: (now: number, most: number) =>
    sql.all<StagedUpdate>(
      'select * from staged_updates where expires_at <= $1 order by expires_at, record_uid limit $2',
      now,
      most,
    ),
})
