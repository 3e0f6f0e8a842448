import type { Migration } from './migration.ts'

/**
 * Alerts: rules with their counters, who is told, what each group of a rule has come to, and what is on its way. `sealed` holds
 * secrets under a key that is not in the database. Groups and messages hold no personal value: hashes and numbers of events.
 */
export const alerts: Migration = {
  version: 40,
  statements: ({ bigint }) => [
    `create table alert_rules (alert_uid text primary key, alert_id ${bigint} not null unique, name text not null,
      rule text not null, status text not null, snoozed_until ${bigint}, since_seq ${bigint} not null,
      position ${bigint}, occurrences ${bigint} not null, sent ${bigint} not null, last_sent ${bigint},
      last_reset ${bigint}, created_at ${bigint} not null)`,
    `create table alert_recipients (alert_uid text not null, recipient_id ${bigint} not null, name text not null,
      disabled smallint not null, ways text not null, sealed text not null, trouble text,
      primary key (alert_uid, recipient_id))`,
    `create table alert_groups (alert_uid text not null, group_key text not null, state text not null,
      due_at ${bigint}, primary key (alert_uid, group_key))`,
    'create index alert_groups_due on alert_groups (due_at)',
    `create table alert_messages (message_uid text primary key, alert_uid text not null, recipient_id ${bigint} not null,
      channel text not null, cause_seq ${bigint} not null, reason text not null, status text not null,
      attempts ${bigint} not null, next_at ${bigint} not null, created_at ${bigint} not null, done_at ${bigint})`,
    'create index alert_messages_due on alert_messages (status, next_at)',
    'create index alert_messages_of on alert_messages (alert_uid, created_at)',
    `create table alert_attempts (message_uid text not null, attempt ${bigint} not null, at ${bigint} not null,
      status ${bigint}, latency_ms ${bigint} not null, answer text not null, primary key (message_uid, attempt))`,
  ],
}
