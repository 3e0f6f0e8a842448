import type { Migration } from './migration.ts'

/** The token that a session had before somebody proved again who they are: requests that were on their way still count. */
export const changedTokens: Migration = {
  version: 501,
  statements: () => [
    'alter table sessions add column former_hash text',
    'create index sessions_by_former_hash on sessions (former_hash)',
  ],
}
