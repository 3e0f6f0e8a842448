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
  /** When it is past if nothing happens, in the same time; null while something is due. */
  readonly forget_at: number | null
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
  put: ({ alert_uid, group_key, state, due_at, forget_at }: AlertGroup) =>
    sql.run(
      `insert into alert_groups (alert_uid, group_key, state, due_at, forget_at) values ($1, $2, $3, $4, $5)
        on conflict (alert_uid, group_key) do update set state = excluded.state, due_at = excluded.due_at,
        forget_at = excluded.forget_at`,
      alert_uid,
      group_key,
      state,
      due_at,
      forget_at,
    ),
  due: (by: number, most: number) =>
    sql.all<AlertGroup>(
      'select * from alert_groups where due_at <= $1 order by due_at, alert_uid, group_key limit $2',
      by,
      most,
    ),
  /** How many there are of a rule. */
  async many(alertUid: string): Promise<number> {
    const row = await sql.get<{ many: number }>(
      'select count(*) as many from alert_groups where alert_uid = $1',
      alertUid,
    )
    return Number(row?.many ?? 0)
  },
  past: (by: number, most: number) =>
    sql.all<Pick<AlertGroup, 'alert_uid' | 'group_key'>>(
      'select alert_uid, group_key from alert_groups where forget_at <= $1 order by forget_at limit $2',
      by,
      most,
    ),
  /** Unless it has changed meanwhile. */
  forget: ({ alert_uid, group_key }: Pick<AlertGroup, 'alert_uid' | 'group_key'>, by: number) =>
    sql.run(
      'delete from alert_groups where alert_uid = $1 and group_key = $2 and forget_at <= $3',
      alert_uid,
      group_key,
      by,
    ),
  removeOf: (alertUid: string) =>
    sql.run('delete from alert_groups where alert_uid = $1', alertUid),
})
