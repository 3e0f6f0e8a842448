import type { Migration } from './migration.ts'

/** The replay set in rows of bounded length: what the sets held before is hashed anew from nothing (docs/decisions/0008). */
export const replaySet: Migration = {
  version: 3,
  statements: () => [
    'drop table replays',
    `create table replays (device_uid text not null, bucket integer not null, seen text not null,
      primary key (device_uid, bucket))`,
  ],
}
