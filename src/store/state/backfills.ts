import type { Sql } from '../sql.ts'

/** A part of the log that a target is sent once more, beside what happens now. */
export type Backfill = {
  readonly backfill_uid: string
  readonly target_uid: string
  readonly first: number
  /** The last event that was sent. */
  readonly position: number
  readonly last: number
  readonly created_at: number
}

export const backfills = (sql: Sql) => ({
  listOf: (targetUid: string) =>
    sql.all<Backfill>(
      'select * from backfills where target_uid = $1 order by created_at, backfill_uid',
      targetUid,
    ),
  insert: ({ backfill_uid, target_uid, first, position, last, created_at }: Backfill) =>
    sql.run(
      `insert into backfills (backfill_uid, target_uid, first, position, last, created_at)
        values ($1, $2, $3, $4, $5, $6)`,
      backfill_uid,
      target_uid,
      first,
      position,
      last,
      created_at,
    ),
  advance: (backfillUid: string, position: number) =>
    sql.run('update backfills set position = $2 where backfill_uid = $1', backfillUid, position),
  remove: (backfillUid: string) =>
    sql.run('delete from backfills where backfill_uid = $1', backfillUid),
  removeOf: (targetUid: string) =>
    sql.run('delete from backfills where target_uid = $1', targetUid),
})
