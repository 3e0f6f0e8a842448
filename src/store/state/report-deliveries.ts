import type { Sql } from '../sql.ts'
import type { RunName } from './report-runs.ts'

/** A report on its way to somebody. */
export type ReportDelivery = RunName & {
  /** Counted within the run, from 1. */
  readonly delivery: number
  readonly channel: string
  /** The commitment of who it is for. */
  readonly recipient: string
  readonly status: 'waiting' | 'sent' | 'failed'
  readonly attempts: number
  /** When it is tried next. */
  readonly next_at: number
  /** What the receiver said last, on one line. */
  readonly answer: string
  readonly done_at: number | null
}

export type DeliveryName = RunName & Pick<ReportDelivery, 'delivery'>
type NewDelivery = DeliveryName & Pick<ReportDelivery, 'channel' | 'recipient' | 'next_at'>
type Settled = Pick<ReportDelivery, 'status' | 'next_at' | 'answer' | 'done_at'>

const insert = `insert into report_deliveries (schedule_uid, run, delivery, channel, recipient, status, attempts, next_at, answer)
  values ($1, $2, $3, $4, $5, 'waiting', 0, $6, '')`

/** Only for whoever counted as many attempts: nobody else tries at the same time. */
const claim = `update report_deliveries set attempts = attempts + 1, next_at = $5, answer = ''
  where schedule_uid = $1 and run = $2 and delivery = $3 and attempts = $4 and status = 'waiting'`

const settle = `update report_deliveries set status = $4, next_at = $5, answer = $6, done_at = $7
  where schedule_uid = $1 and run = $2 and delivery = $3 and status = 'waiting'`

const removeStray = `delete from report_deliveries where not exists (select 1 from report_runs r
  where r.schedule_uid = report_deliveries.schedule_uid and r.run = report_deliveries.run)`

export const reportDeliveries = (sql: Sql) => ({
  insert: ({ schedule_uid, run, delivery, channel, recipient, next_at }: NewDelivery) =>
    sql.run(insert, schedule_uid, run, delivery, channel, recipient, next_at),
  /** What waits for a time that has come, or for one that lies behind `never`: then the clock was set back. */
  due: (now: number, never: number) =>
    sql.all<ReportDelivery>(
      `select * from report_deliveries where status = 'waiting' and (next_at <= $1 or next_at > $2)
        order by next_at, schedule_uid, run, delivery limit 100`,
      ...[now, never],
    ),
  listOf: ({ schedule_uid, run }: RunName) =>
    sql.all<ReportDelivery>(
      'select * from report_deliveries where schedule_uid = $1 and run = $2 order by delivery',
      ...[schedule_uid, run],
    ),
  /** Counts an attempt before it is made. False when somebody else makes it. */
  claim: async (one: DeliveryName & Pick<ReportDelivery, 'attempts'>, next_at: number) =>
    (await sql.run(claim, ...[one.schedule_uid, one.run, one.delivery, one.attempts, next_at])) ===
    1,
  settle: async (one: DeliveryName, { status, next_at, answer, done_at }: Settled) =>
    (await sql.run(
      settle,
      ...[one.schedule_uid, one.run, one.delivery, status, next_at, answer, done_at],
    )) === 1,
  removeStray: () => sql.run(removeStray),
  removeOf: (uid: string) => sql.run('delete from report_deliveries where schedule_uid = $1', uid),
})
