import type { Migration } from './migration.ts'

/** What somebody wants to do and a second person has to agree to. */
export const approvals: Migration = {
  version: 580,
  statements: ({ bigint }) => [
    `create table approvals (approval_uid text primary key, action text not null, digest text not null, shown text not null,
      asked_by text not null, asked_at ${bigint} not null, expires_at ${bigint} not null, state text not null,
      decided_by text, decided_at ${bigint})`,
    'create index approvals_by_asker on approvals (asked_by)',
  ],
}
