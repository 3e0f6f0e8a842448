import type { Migration } from './migration.ts'

/** Updates that devices have made and not finalized yet: one a record. */
export const stagedUpdates: Migration = {
  version: 10,
  statements: ({ bigint }) => [
    `create table staged_updates (record_uid text primary key, device_uid text not null, kind text not null,
      data text not null, revision ${bigint} not null, links text not null, expires_at ${bigint} not null)`,
    'create index staged_updates_by_expiry on staged_updates (expires_at)',
  ],
}
