import type { Sql } from '../sql.ts'

/** A rule, and how often it has come true. Times are milliseconds since 1970. */
export type AlertRule = {
  readonly alert_uid: string
  /** The small number that Keeper's command line names it by. */
  readonly alert_id: number
  readonly name: string
  /** JSON, as `alerts/rule.ts` has it. */
  readonly rule: string
  readonly status: 'on' | 'off'
  readonly snoozed_until: number | null
  /** The first event that it may fire for. */
  readonly since_seq: number
  /** How far it has learned from what was before; null when it goes with the others. */
  readonly position: number | null
  readonly occurrences: number
  /** How many of the occurrences somebody has looked at. */
  readonly acknowledged: number
  readonly sent: number
  readonly last_sent: number | null
  readonly last_reset: number | null
  readonly created_at: number
}

/** What a stretch of the log adds to a rule's counters. */
export type Counted = {
  readonly occurrences: number
  readonly sent: number
  readonly last_sent: number | null
}

/** A setting that grows with every change of a rule or a recipient, so that whoever watches looks anew. */
export const alertRevision = {
  name: 'alert_rules_revision',
  grow: `insert into settings (name, value) values ('alert_rules_revision', '1')
    on conflict (name) do update set value = cast(cast(settings.value as bigint) + 1 as text)`,
} as const

export const alertRules = (sql: Sql) => ({
  list: () => sql.all<AlertRule>('select * from alert_rules order by alert_id'),
  find: (uid: string) => sql.get<AlertRule>('select * from alert_rules where alert_uid = $1', uid),
  insert: (rule: Omit<AlertRule, 'acknowledged'>) =>
    sql.run(
      `insert into alert_rules (alert_uid, alert_id, name, rule, status, snoozed_until, since_seq, position,
        occurrences, sent, last_sent, last_reset, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, null, null, $9)`,
      rule.alert_uid,
      rule.alert_id,
      rule.name,
      rule.rule,
      rule.status,
      rule.snoozed_until,
      rule.since_seq,
      rule.position,
      rule.created_at,
    ),
  change: (uid: string, { name, rule }: Pick<AlertRule, 'name' | 'rule'>) =>
    sql.run('update alert_rules set name = $2, rule = $3 where alert_uid = $1', uid, name, rule),
  setStatus: (uid: string, status: AlertRule['status']) =>
    sql.run('update alert_rules set status = $2 where alert_uid = $1', uid, status),
  snooze: (uid: string, until: number | null) =>
    sql.run('update alert_rules set snoozed_until = $2 where alert_uid = $1', uid, until),
  /** Has it begin anew behind `position`. */
  relearn: (uid: string, { since_seq, position }: Pick<AlertRule, 'since_seq' | 'position'>) =>
    sql.run(
      'update alert_rules set since_seq = $2, position = $3 where alert_uid = $1',
      uid,
      since_seq,
      position,
    ),
  /** How far it has learned; null when it goes with the others. */
  setPosition: (uid: string, position: number | null) =>
    sql.run('update alert_rules set position = $2 where alert_uid = $1', uid, position),
  count: (uid: string, { occurrences, sent, last_sent }: Counted) =>
    sql.run(
      `update alert_rules set occurrences = occurrences + $2, sent = sent + $3,
        last_sent = coalesce($4, last_sent) where alert_uid = $1`,
      uid,
      occurrences,
      sent,
      last_sent,
    ),
  acknowledge: (uid: string, occurrences: number) =>
    sql.run('update alert_rules set acknowledged = $2 where alert_uid = $1', uid, occurrences),
  resetCounts: (uid: string, at: number) =>
    sql.run(
      'update alert_rules set occurrences = 0, acknowledged = 0, sent = 0, last_reset = $2 where alert_uid = $1',
      uid,
      at,
    ),
  remove: (uid: string) => sql.run('delete from alert_rules where alert_uid = $1', uid),
})
