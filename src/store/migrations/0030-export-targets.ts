import type { Migration } from './migration.ts'

/**
 * Where events are exported to. How far a target is stands in `cursors`, as for every follower of the log. `sealed` holds its
 * secrets under a key that is not in the database.
 */
export const exportTargets: Migration = {
  version: 30,
  statements: ({ bigint }) => [
    `create table targets (target_uid text primary key, name text not null unique, kind text not null,
      settings text not null, sealed text not null, filter text not null, status text not null, reason text,
      trouble text, trouble_since ${bigint}, revision ${bigint} not null, created_at ${bigint} not null)`,
    `create table dead_letters (target_uid text not null, seq ${bigint} not null, reason text not null,
      died_at ${bigint} not null, resend smallint not null, primary key (target_uid, seq))`,
    `create table backfills (backfill_uid text primary key, target_uid text not null, first ${bigint} not null,
      position ${bigint} not null, last ${bigint} not null, created_at ${bigint} not null)`,
    `create table leases (name text primary key, holder text not null, expires_at ${bigint} not null)`,
  ],
}
