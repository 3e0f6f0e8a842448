import type { Migration } from './migration.ts'

/**
 * By what people prove who they are besides a password (`state/factors.ts`), and sessions that are only half open until they
 * have. A session of before says nothing of when somebody proved it, so that everybody logs in once more.
 */
export const secondFactors: Migration = {
  version: 500,
  statements: ({ bigint }) => [
    `create table factors (factor_uid text primary key, account_uid text not null, kind text not null, name text not null,
      external_id text not null, public text not null, sealed text not null, counter ${bigint} not null,
      created_at ${bigint} not null, last_used_at ${bigint}, unique (kind, external_id))`,
    'create index factors_by_account on factors (account_uid)',
    `create table recovery_codes (account_uid text not null, code_hash text not null, created_at ${bigint} not null,
      primary key (account_uid, code_hash))`,
    'drop table sessions',
    `create table sessions (token_hash text primary key, session_id text not null unique, account_uid text not null,
      key_half text not null, stage text not null, carried_by text not null, created_at ${bigint} not null,
      expires_at ${bigint} not null, idle_ms ${bigint} not null, seen_at ${bigint} not null, proved_at ${bigint} not null,
      challenge text)`,
    'create index sessions_by_account on sessions (account_uid)',
  ],
}
