import type { Migration } from './migration.ts'

/** Records that nobody should touch, and who has. `toucher` is a device, or the commitment of a person's name. */
export const decoys: Migration = {
  version: 41,
  statements: ({ bigint }) => [
    `create table decoys (record_uid text primary key, lock_device smallint not null, created_at ${bigint} not null)`,
    `create table decoy_touches (record_uid text not null, toucher text not null, seq ${bigint} not null,
      primary key (record_uid, toucher))`,
  ],
}
