import type { Sql } from '../sql.ts'

/** A device on which somebody logs in with Keeper Commander without a password. */
export type CommanderDevice = {
  readonly account_uid: string
  readonly device_uid: string
  /** The account's data key for the public key of the device: 125 bytes that the server cannot open. */
  readonly encrypted_data_key: string
  readonly created_at: number
}

export const commanderDevices = (sql: Sql) => ({
  find: (accountUid: string, deviceUid: string) =>
    sql.get<CommanderDevice>(
      'select * from commander_devices where account_uid = $1 and device_uid = $2',
      accountUid,
      deviceUid,
    ),
  keep: ({ account_uid, device_uid, encrypted_data_key, created_at }: CommanderDevice) =>
    sql.run(
      `insert into commander_devices (account_uid, device_uid, encrypted_data_key, created_at) values ($1, $2, $3, $4)
        on conflict (account_uid, device_uid) do update set encrypted_data_key = excluded.encrypted_data_key,
        created_at = excluded.created_at`,
      account_uid,
      device_uid,
      encrypted_data_key,
      created_at,
    ),
  remove: (accountUid: string, deviceUid: string) =>
    sql.run(
      'delete from commander_devices where account_uid = $1 and device_uid = $2',
      accountUid,
      deviceUid,
    ),
})
