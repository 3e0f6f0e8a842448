import type { Flag, Sql } from '../sql.ts'

/** Somebody who is told when a rule comes true. */
export type AlertRecipient = {
  readonly alert_uid: string
  /** Counted within the rule. */
  readonly recipient_id: number
  readonly name: string
  readonly disabled: Flag
  /** JSON: the channels with the settings that may be shown. */
  readonly ways: string
  /** The others, under a key that is not in the database. */
  readonly sealed: string
  /** Why nothing gets through at present. */
  readonly trouble: string | null
}

export const alertRecipients = (sql: Sql) => ({
  list: () =>
    sql.all<AlertRecipient>('select * from alert_recipients order by alert_uid, recipient_id'),
  listOf: (alertUid: string) =>
    sql.all<AlertRecipient>(
      'select * from alert_recipients where alert_uid = $1 order by recipient_id',
      alertUid,
    ),
  find: (alertUid: string, id: number) =>
    sql.get<AlertRecipient>(
      'select * from alert_recipients where alert_uid = $1 and recipient_id = $2',
      alertUid,
      id,
    ),
  /** Puts it in the place of the one with its number, if there is one. */
  put: (one: Omit<AlertRecipient, 'trouble'>) =>
    sql.run(
      `insert into alert_recipients (alert_uid, recipient_id, name, disabled, ways, sealed, trouble)
        values ($1, $2, $3, $4, $5, $6, null)
        on conflict (alert_uid, recipient_id) do update set name = excluded.name, disabled = excluded.disabled,
          ways = excluded.ways, sealed = excluded.sealed, trouble = null`,
      one.alert_uid,
      one.recipient_id,
      one.name,
      one.disabled,
      one.ways,
      one.sealed,
    ),
  setTrouble: (alertUid: string, id: number, trouble: string | null) =>
    sql.run(
      'update alert_recipients set trouble = $3 where alert_uid = $1 and recipient_id = $2',
      alertUid,
      id,
      trouble,
    ),
  disable: (alertUid: string, id: number) =>
    sql.run(
      'update alert_recipients set disabled = 1 where alert_uid = $1 and recipient_id = $2',
      alertUid,
      id,
    ),
  remove: (alertUid: string, id: number) =>
    sql.run(
      'delete from alert_recipients where alert_uid = $1 and recipient_id = $2',
      alertUid,
      id,
    ),
  removeOf: (alertUid: string) =>
    sql.run('delete from alert_recipients where alert_uid = $1', alertUid),
})
