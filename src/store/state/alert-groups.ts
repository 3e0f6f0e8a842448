import type { Sql } from '../sql.ts'

/** What a group of a rule (a device, an address, …) has come to. */
export type AlertGroup = {
  readonly alert_uid: string
  /** A hash: it names nobody. */
  readonly group_key: string
  /** JSON, as `alerts/group-state.ts` has it. */
  readonly state: string
  /** When something is due even if nothing happens, in milliseconds that somebody watched. */
  readonly due_at: number | null
}

/** Statements are kept prepared, so there are few lengths: a shorter list repeats its last key. */
const lengths = [1, 16, 256]

export const alertGroups = (sql: Sql) => ({
  /** The groups of a rule with these keys, at most 256; fewer when some are new. */
  listOf(alertUid: string, keys: readonly string[]): Promise<AlertGroup[]> {
    const length = lengths.find((one) => one >= keys.length) ?? keys.length
    const padded = Array.from({ length }, (_, at) => keys[at] ?? keys.at(-1) ?? '')
    const places = padded.map((_, at) => `$${at + 2}`).join(', ')
    return sql.all<AlertGroup>(
      `select * from alert_groups where alert_uid = $1 and group_key in (${places})`,
      alertUid,
      ...padded,
    )
  },
  put: ({ alert_uid, group_key, state, due_at }: AlertGroup) =>
    sql.run(
      `insert into alert_groups (alert_uid, group_key, state, due_at) values ($1, $2, $3, $4)
        on conflict (alert_uid, group_key) do update set state = excluded.state, due_at = excluded.due_at`,
      alert_uid,
      group_key,
      state,
      due_at,
    ),
  due: (by: number, most: number) =>
    sql.all<AlertGroup>(
      'select * from alert_groups where due_at <= $1 order by due_at, alert_uid, group_key limit $2',
      by,
      most,
    ),
  removeOf: (alertUid: string) =>
    sql.run('delete from alert_groups where alert_uid = $1', alertUid),
})
