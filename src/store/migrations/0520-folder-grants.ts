import type { Migration } from './migration.ts'

/** Shared folders that other people may open: the folder's key, wrapped to the public key of each. */
export const folderGrants: Migration = {
  version: 520,
  statements: ({ bigint }) => [
    `create table folder_grants (folder_uid text not null, account_uid text not null, folder_key text not null,
      editable smallint not null, created_at ${bigint} not null, primary key (folder_uid, account_uid))`,
    'create index folder_grants_by_account on folder_grants (account_uid)',
  ],
}
