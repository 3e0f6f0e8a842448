import type { Migration } from './migration.ts'

/** Links of records: to the record whose login opens them, or with a path to settings of their own. */
export const recordLinks: Migration = {
  version: 560,
  statements: ({ bigint }) => [
    `create table record_links (record_uid text not null, linked_uid text not null, path text not null, data text,
      created_at ${bigint} not null, primary key (record_uid, linked_uid, path))`,
    'create index record_links_by_linked on record_links (linked_uid)',
  ],
}
