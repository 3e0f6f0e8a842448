import type { Migration } from './migration.ts'

/** So many, so that those who change contents at the same time seldom write the same row: a session keeps to one. */
const stripes = 16

const renew = `create function renew_contents_version() returns trigger language plpgsql as $renew$
  begin
    execute format('update %I.contents_versions set version = gen_random_uuid() where stripe = pg_backend_pid() %% ${stripes}',
      tg_table_schema);
    return null;
  end $renew$`

const watch = (table: string) =>
  `create trigger renew_contents_version after insert or update or delete or truncate on ${table}
    for each statement execute function renew_contents_version()`

/**
 * By which servers over one PostgreSQL know that what an application's shares hold is what they read before. The database itself sees to
 * it, so that a server of an older release is seen, too. An embedded store sees every statement, and needs none.
 */
export const contentsVersions: Migration = {
  version: 630,
  statements: ({ engine }) =>
    engine === 'sqlite'
      ? []
      : [
          'create table contents_versions (stripe integer primary key, version uuid not null)',
          `insert into contents_versions select stripe, gen_random_uuid() from generate_series(0, ${stripes - 1}) stripe`,
          renew,
          ...['shares', 'records', 'files'].map(watch),
        ],
}
