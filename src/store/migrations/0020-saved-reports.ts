import type { Migration } from './migration.ts'

/** Questions under a name (`state/saved-reports.ts`). */
export const savedReports: Migration = {
  version: 20,
  statements: ({ bigint }) => [
    `create table saved_reports (name text primary key, owner_uid text not null, question text not null,
      layout text not null, is_private integer not null, modified_at ${bigint} not null)`,
  ],
}
