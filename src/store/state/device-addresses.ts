import type { Sql } from '../sql.ts'
import type { Device } from './devices.ts'

/** Where devices came from when they came first. */
export const deviceAddresses = (sql: Sql) => ({
  /** The devices in use that may come from this address only. */
  lockedTo: (address: string) =>
    sql.all<Device>(
      'select * from devices where address = $1 and lock_ip = 1 and removed_at is null order by device_uid',
      address,
    ),
  forget: (address: string) =>
    sql.run('update devices set address = null where address = $1', address),
})
