import type { Migration } from './migration.ts'

/** Devices of Keeper Commander that may log in without a password, each with the data key for its own public key. */
export const commanderDevices: Migration = {
  version: 540,
  statements: ({ bigint }) => [
    `create table commander_devices (account_uid text not null, device_uid text not null,
      encrypted_data_key text not null, created_at ${bigint} not null, primary key (account_uid, device_uid))`,
  ],
}
