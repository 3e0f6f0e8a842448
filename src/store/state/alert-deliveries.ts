import type { Sql } from '../sql.ts'
import type { AlertMessage } from './alert-messages.ts'

/** What came of one attempt to send a message. */
export type AlertAttempt = {
  readonly message_uid: string
  readonly attempt: number
  readonly at: number
  /** The receiver's status, where its protocol has one. */
  readonly status: number | null
  readonly latency_ms: number
  readonly answer: string
}

const note = `insert into alert_attempts (message_uid, attempt, at, status, latency_ms, answer)
  values ($1, $2, $3, $4, $5, $6) on conflict (message_uid, attempt) do nothing`

const attemptsOf = (condition: string) =>
  `delete from alert_attempts where message_uid in (select message_uid from alert_messages where ${condition})`

export const alertDeliveries = (sql: Sql) => ({
  /** The newest messages of a rule. */
  listOf: (alertUid: string, most: number) =>
    sql.all<AlertMessage>(
      `select * from alert_messages where alert_uid = $1
        order by created_at desc, cause_seq desc, message_uid limit $2`,
      alertUid,
      most,
    ),
  attempts: (messageUid: string) =>
    sql.all<AlertAttempt>(
      'select * from alert_attempts where message_uid = $1 order by attempt',
      messageUid,
    ),
  note: ({ message_uid, attempt, at, status, latency_ms, answer }: AlertAttempt) =>
    sql.run(note, message_uid, attempt, at, status, latency_ms, answer),
  async removeOf(alertUid: string): Promise<void> {
    await sql.run(attemptsOf('alert_uid = $1'), alertUid)
    await sql.run('delete from alert_messages where alert_uid = $1', alertUid)
  },
  /** Forgets what was done with before that time. */
  async removeDone(before: number): Promise<void> {
    await sql.run(attemptsOf('done_at < $1'), before)
    await sql.run('delete from alert_messages where done_at < $1', before)
  },
})
