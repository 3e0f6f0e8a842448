import type { Migration } from './migration.ts'

/**
 * Where the events of PostgreSQL wait for their sequence number, and the empty table whose lock lets a unit run alone.
 * SQLite has one writer and needs neither.
 */
export const unsequenced: Migration = {
  version: 2,
  statements: ({ engine, bytes, bigint }) =>
    engine === 'sqlite'
      ? []
      : [
          `create table unsequenced (id ${bigint} generated always as identity primary key, body text not null,
            leaf ${bytes} not null)`,
          'create table unit_lane ()',
        ],
}
