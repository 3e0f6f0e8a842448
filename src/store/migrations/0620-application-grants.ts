import type { Migration } from './migration.ts'

/** Applications that other people hold as well: the app key, wrapped to the public key of each, and what they may with it. */
export const applicationGrants: Migration = {
  version: 620,
  statements: ({ bigint }) => [
    `create table application_grants (app_uid text not null, account_uid text not null, app_key text not null,
      permission text not null, created_at ${bigint} not null, primary key (app_uid, account_uid))`,
    'create index application_grants_by_account on application_grants (account_uid)',
  ],
}
