import type { Migration } from './migration.ts'

/** Since when nobody may log in to an account. */
export const lockedAccounts: Migration = {
  version: 450,
  statements: ({ bigint }) => [`alter table accounts add column locked_at ${bigint}`],
}
