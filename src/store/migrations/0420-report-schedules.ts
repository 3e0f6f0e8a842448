import type { Migration } from './migration.ts'

/**
 * Reports that are sent by the clock: what is sent when and where, each run with its file, and who has it. `sealed` holds secrets under
 * a key that is not in the database; `recipient` and `people` hold commitments, never a name (docs/decisions/0007).
 */
export const reportSchedules: Migration = {
  version: 420,
  statements: ({ bytes, bigint }) => [
    `create table report_schedules (schedule_uid text primary key, name text not null unique, owner_uid text not null,
      report text not null, asked text not null, cron text not null, timezone text not null, format text not null,
      is_private smallint not null, ways text not null, sealed text not null, status text not null, reason text,
      next_at ${bigint}, last_due ${bigint}, runs ${bigint} not null, created_at ${bigint} not null)`,
    `create table report_runs (schedule_uid text not null, run ${bigint} not null, due_at ${bigint} not null,
      cause text not null, missed ${bigint} not null, state text not null, attempts ${bigint} not null,
      started_at ${bigint}, done_at ${bigint}, trouble text, file text, bytes ${bigint}, digest text, row_count ${bigint},
      primary key (schedule_uid, run))`,
    'create index report_runs_open on report_runs (state)',
    `create table report_files (schedule_uid text not null, run ${bigint} not null, summary text not null,
      content ${bytes} not null, people text not null, primary key (schedule_uid, run))`,
    `create table report_deliveries (schedule_uid text not null, run ${bigint} not null, delivery ${bigint} not null,
      channel text not null, recipient text not null, status text not null, attempts ${bigint} not null,
      next_at ${bigint} not null, answer text not null, done_at ${bigint}, primary key (schedule_uid, run, delivery))`,
    'create index report_deliveries_due on report_deliveries (status, next_at)',
  ],
}
