import type { Sql } from '../sql.ts'

/** A message that is on its way, has arrived, or never will. */
export type AlertMessage = {
  readonly message_uid: string
  readonly alert_uid: string
  readonly recipient_id: number
  readonly channel: string
  /** The event that it is about. */
  readonly cause_seq: number
  /** JSON, as `alerts/reason.ts` has it: why it was sent. */
  readonly reason: string
  readonly status: 'waiting' | 'delivered' | 'dead'
  readonly attempts: number
  readonly next_at: number
  readonly created_at: number
  readonly done_at: number | null
}

/** To whom, by what. */
export type Way = Pick<AlertMessage, 'alert_uid' | 'recipient_id' | 'channel'>

type NewMessage = Omit<AlertMessage, 'status' | 'attempts' | 'done_at'>
type Settled = Pick<AlertMessage, 'status' | 'attempts' | 'next_at' | 'done_at'>

const insert = `insert into alert_messages (message_uid, alert_uid, recipient_id, channel, cause_seq, reason, status,
  attempts, next_at, created_at, done_at) values ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, $8, null)`

const due = `select * from alert_messages where status = 'waiting' and (next_at <= $1 or next_at > $2)
  order by next_at, cause_seq, alert_uid, recipient_id, channel, message_uid limit $3`

const holdBack = `update alert_messages set next_at = $4 where alert_uid = $1 and recipient_id = $2 and channel = $3
  and status = 'waiting' and next_at < $4`

const settle =
  'update alert_messages set status = $2, attempts = $3, next_at = $4, done_at = $5 where message_uid = $1'

const resend = `update alert_messages set status = 'waiting', next_at = $2, done_at = null
  where alert_uid = $1 and status = 'dead' and (cast($3 as text) is null or message_uid = $3)`

/** What is to be sent; what came of it is in `alert-deliveries.ts`. */
export const alertMessages = (sql: Sql) => ({
  insert: (one: NewMessage) =>
    sql.run(
      insert,
      ...[one.message_uid, one.alert_uid, one.recipient_id, one.channel, one.cause_seq],
      ...[one.reason, one.next_at, one.created_at],
    ),
  find: (uid: string) =>
    sql.get<AlertMessage>('select * from alert_messages where message_uid = $1', uid),
  /** What waits for a time that has come, or for one that lies behind `never`: then the clock was set back. */
  due: (now: number, never: number, most: number) => sql.all<AlertMessage>(due, now, never, most),
  /** Has everything on one way wait at least until then: its receiver does not answer. */
  holdBack: ({ alert_uid, recipient_id, channel }: Way, until: number) =>
    sql.run(holdBack, alert_uid, recipient_id, channel, until),
  settle: (uid: string, { status, attempts, next_at, done_at }: Settled) =>
    sql.run(settle, uid, status, attempts, next_at, done_at),
  /** Has messages of a rule sent once more that were given up: all of them, or one. */
  resendDead: (alertUid: string, now: number, uid: string | null) =>
    sql.run(resend, alertUid, now, uid),
})
