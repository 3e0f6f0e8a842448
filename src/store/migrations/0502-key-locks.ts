import type { Migration } from './migration.ts'

/** Other locks before the one key of somebody's vault, beside the password's (`state/key-locks.ts`). */
export const keyLocks: Migration = {
  version: 502,
  statements: ({ bigint }) => [
    `create table key_locks (account_uid text not null, kind text not null, verifier_hash text not null,
      encrypted_data_key text not null, created_at ${bigint} not null, primary key (account_uid, kind))`,
  ],
}
