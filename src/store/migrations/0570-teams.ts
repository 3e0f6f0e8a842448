import type { Migration } from './migration.ts'

/**
 * Teams with a key pair of their own, and the shared folders that they may open. A folder's key has a number that counts up when
 * it is changed, and a time since when it is due to be, because somebody knows it who no longer should.
 */
export const teams: Migration = {
  version: 570,
  statements: ({ bigint }) => [
    `create table teams (team_uid text primary key, name text not null unique, public_key text not null,
      encrypted_private_key text not null, created_at ${bigint} not null, key_due_since ${bigint})`,
    `create table team_members (team_uid text not null, account_uid text not null, team_key text not null,
      created_at ${bigint} not null, primary key (team_uid, account_uid))`,
    'create index team_members_by_account on team_members (account_uid)',
    `create table team_grants (folder_uid text not null, team_uid text not null, folder_key text not null,
      editable smallint not null, created_at ${bigint} not null, primary key (folder_uid, team_uid))`,
    'create index team_grants_by_team on team_grants (team_uid)',
    `alter table folders add column key_revision ${bigint} not null default 1`,
    `alter table folders add column key_due_since ${bigint}`,
  ],
}
