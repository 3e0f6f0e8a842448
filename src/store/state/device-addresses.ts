import type { Sql } from '../sql.ts'
import type { Device } from './devices.ts'

type Ruling = Pick<Device, 'device_uid' | 'lock_ip' | 'lock_network' | 'allowed' | 'address'>

/** Where devices came from when they came first, and from where they may come. */
export const deviceAddresses = (sql: Sql) => ({
  /** The devices in use that may come from this address only. */
  lockedTo: (address: string) =>
    sql.all<Device>(
      `select * from devices where removed_at is null and (address = $1 and lock_ip = 1 and allowed is null
        or ',' || allowed || ',' like '%,' || $1 || ',%') order by device_uid`,
      address,
    ),
  /** The first access after its lock was set anew. */
  pin: (deviceUid: string, address: string) =>
    sql.run('update devices set address = $2 where device_uid = $1', deviceUid, address),
  /** Without a first address it is the next access that counts as the first. */
  setRule: ({ device_uid, lock_ip, lock_network, allowed, address }: Ruling) =>
    sql.run(
      'update devices set lock_ip = $2, lock_network = $3, allowed = $4, address = $5 where device_uid = $1',
      device_uid,
      lock_ip,
      lock_network,
      allowed,
      address,
    ),
  forget: (address: string) =>
    sql.run('update devices set address = null where address = $1', address),
})
