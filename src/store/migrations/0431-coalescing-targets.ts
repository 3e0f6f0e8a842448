import type { Migration } from './migration.ts'

/** For how long a target has polling reads wait to be put together; 0: they go one by one. */
export const coalescingTargets: Migration = {
  version: 431,
  statements: ({ bigint }) => [
    `alter table targets add column coalesce_ms ${bigint} not null default 0`,
  ],
}
