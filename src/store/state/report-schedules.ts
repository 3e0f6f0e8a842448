import type { Flag, Sql } from '../sql.ts'

/** A report that is sent by the clock. */
export type ReportSchedule = {
  readonly schedule_uid: string
  readonly name: string
  /** Whose it is: it reads the log as they may. */
  readonly owner_uid: string
  /** The name of a saved or ready-made report. */
  readonly report: string
  /** JSON: what is asked anew each time, such as another time. */
  readonly asked: string
  readonly cron: string
  readonly timezone: string
  readonly format: string
  /** Only its owner sees it. */
  readonly is_private: Flag
  /** JSON: the ways with the settings that may be shown. */
  readonly ways: string
  /** The others, under a key that is not in the database. */
  readonly sealed: string
  readonly status: 'live' | 'paused'
  /** Why it is paused. */
  readonly reason: string | null
  /** When it is due next; null while it is paused. */
  readonly next_at: number | null
  /** When it was due last. */
  readonly last_due: number | null
  /** How many runs it has had. */
  readonly runs: number
  readonly created_at: number
}

type Standing = Pick<ReportSchedule, 'status' | 'reason' | 'next_at'>
type Change = Omit<ReportSchedule, 'owner_uid' | 'last_due' | 'runs' | 'created_at'>
type Move = Pick<ReportSchedule, 'next_at' | 'last_due'>

const insert = `insert into report_schedules (schedule_uid, name, owner_uid, report, asked, cron, timezone, format, is_private,
  ways, sealed, status, reason, next_at, last_due, runs, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, null, 0, $15)`

const change = `update report_schedules set name = $2, report = $3, asked = $4, cron = $5, timezone = $6, format = $7,
  is_private = $8, ways = $9, sealed = $10, status = $11, reason = $12, next_at = $13 where schedule_uid = $1`

/** Only when nobody else has moved it on: then the run is theirs. */
const moveOn = `update report_schedules set next_at = $3, last_due = $4 where schedule_uid = $1 and next_at = $2
  and status = 'live'`

export const reportSchedules = (sql: Sql) => ({
  list: () => sql.all<ReportSchedule>('select * from report_schedules order by name'),
  find: (name: string) =>
    sql.get<ReportSchedule>('select * from report_schedules where name = $1', name),
  findByUid: (uid: string) =>
    sql.get<ReportSchedule>('select * from report_schedules where schedule_uid = $1', uid),
  insert: (one: Omit<ReportSchedule, 'last_due' | 'runs'>) =>
    sql.run(
      insert,
      ...[one.schedule_uid, one.name, one.owner_uid, one.report, one.asked, one.cron, one.timezone],
      ...[one.format, one.is_private, one.ways, one.sealed, one.status, one.reason, one.next_at],
      one.created_at,
    ),
  change: (one: Change) =>
    sql.run(
      change,
      ...[one.schedule_uid, one.name, one.report, one.asked, one.cron, one.timezone, one.format],
      ...[one.is_private, one.ways, one.sealed, one.status, one.reason, one.next_at],
    ),
  setStanding: (uid: string, { status, reason, next_at }: Standing) =>
    sql.run(
      'update report_schedules set status = $2, reason = $3, next_at = $4 where schedule_uid = $1',
      ...[uid, status, reason, next_at],
    ),
  /** Sets when it is due next. False when it was moved on, paused or changed meanwhile. */
  moveOn: async (uid: string, before: number, { next_at, last_due }: Move): Promise<boolean> =>
    (await sql.run(moveOn, uid, before, next_at, last_due)) === 1,
  /** The number of its next run. */
  async countRun(uid: string): Promise<number> {
    await sql.run('update report_schedules set runs = runs + 1 where schedule_uid = $1', uid)
    const found = await sql.get<{ runs: number }>(
      'select runs from report_schedules where schedule_uid = $1',
      uid,
    )
    return found?.runs ?? 1
  },
  remove: (uid: string) => sql.run('delete from report_schedules where schedule_uid = $1', uid),
})
