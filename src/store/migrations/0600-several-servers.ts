import type { Migration } from './migration.ts'

/**
 * What the servers over one store share: which of them there are and what each does, the tries of those who log in, and how often
 * each device called. A store of one server keeps the last two in memory.
 */
export const severalServers: Migration = {
  version: 600,
  statements: ({ bigint }) => [
    `alter table leases add column since ${bigint} not null default 0`,
    `create table servers (server_uid text primary key, name text not null, release text not null,
      started_at ${bigint} not null, seen_at ${bigint} not null)`,
    `create table login_tries (try_uid text not null, place text not null, at ${bigint} not null, primary key (try_uid, place))`,
    'create index login_tries_by_place on login_tries (place, at)',
    `create table known_places (place text primary key, seen_at ${bigint} not null)`,
    `create table device_calls (device_uid text not null, endpoint text not null, started ${bigint} not null,
      calls ${bigint} not null, earlier ${bigint} not null, primary key (device_uid, endpoint))`,
  ],
}
