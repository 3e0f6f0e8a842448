import type { Flag, Sql } from '../sql.ts'

/**
 * A client device of an application. Until it is bound it has no public key; `encrypted_app_key` is handed out until the
 * device shows by its next request that it has it (bind in two steps). A removed device stays as a tombstone, so that
 * its later attempts can be named in the log.
 */
export type Device = {
  readonly device_uid: string
  readonly app_uid: string
  /** HMAC-SHA512 of the one-time token's key, 88 characters of base64: all that is known of the token. */
  readonly client_id: string
  readonly name: string
  readonly encrypted_app_key: string | null
  readonly lock_ip: Flag
  /** The lock is to the network of its first address. */
  readonly lock_network: Flag
  /** CIDRs with commas between them from where alone it may come, whatever its first address was. */
  readonly allowed: string | null
  /** The address of the first access, canonical; what an IP lock compares with. */
  readonly address: string | null
  readonly public_key: string | null
  readonly created_at: number
  readonly first_access_expires_at: number
  readonly access_expires_at: number | null
  readonly first_access_at: number | null
  readonly last_access_at: number | null
  readonly client_version: string | null
  readonly removed_at: number | null
}

export type Access = Pick<Device, 'device_uid' | 'client_version'> & { readonly at: number }
export type Enrolment = Pick<Access, 'device_uid' | 'at'> & {
  readonly public_key: string
  readonly address: string
}

/** Two readings of the clock, of the same moment. */
export type ClockSetBack = { readonly before: number; readonly after: number }

const keepExpired = ['first_access_expires_at', 'access_expires_at'].map(
  (expiry) => `update devices set ${expiry} = $2 where ${expiry} <= $1 and ${expiry} > $2`,
)

const inUse = 'select * from devices where removed_at is null'
const oldestFirst = 'order by created_at, device_uid'

const addDevice = `insert into devices (device_uid, app_uid, client_id, name, encrypted_app_key, lock_ip, lock_network, allowed,
        created_at, first_access_expires_at, access_expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

const endAccess = `update devices set access_expires_at = $2
  where device_uid = $1 and (access_expires_at is null or access_expires_at > $2)`

export const devices = (sql: Sql) => ({
  find: (deviceUid: string) =>
    sql.get<Device>('select * from devices where device_uid = $1', deviceUid),
  findByClientId: (clientId: string) =>
    sql.get<Device>('select * from devices where client_id = $1', clientId),
  /** Those in use, not the tombstones. */
  listOf: (appUid: string) => sql.all<Device>(`${inUse} and app_uid = $1 ${oldestFirst}`, appUid),
  /** The same of every application. */
  list: () => sql.all<Device>(`${inUse} ${oldestFirst}`),
  insert: (device: Device) =>
    sql.run(
      addDevice,
      device.device_uid,
      device.app_uid,
      device.client_id,
      device.name,
      device.encrypted_app_key,
      device.lock_ip,
      device.lock_network,
      device.allowed,
      device.created_at,
      device.first_access_expires_at,
      device.access_expires_at,
    ),
  enrol: ({ device_uid, public_key, address, at }: Enrolment) =>
    sql.run(
      `update devices set public_key = $2, address = $3, first_access_at = $4
        where device_uid = $1 and public_key is null`,
      device_uid,
      public_key,
      address,
      at,
    ),
  /** The device has its app key: the server's wrapped copy goes. */
  completeBinding: (deviceUid: string) =>
    sql.run('update devices set encrypted_app_key = null where device_uid = $1', deviceUid),
  /** Says that a device was here, and gives it as it now is. */
  touch: ({ device_uid, client_version, at }: Access) =>
    sql.get<Device>(
      'update devices set last_access_at = $2, client_version = $3 where device_uid = $1 returning *',
      device_uid,
      at,
      client_version,
    ),
  /** What had expired by `before` stays expired on a clock that was set back to `after`. */
  async stayExpired({ before, after }: ClockSetBack): Promise<void> {
    for (const text of keepExpired) await sql.run(text, before, after)
  },
  /** Ends the access of a device now, unless it has ended already. */
  endAccess: (deviceUid: string, at: number) => sql.run(endAccess, deviceUid, at),
  remove: (deviceUid: string, at: number) =>
    sql.run(
      'update devices set removed_at = $2, encrypted_app_key = null where device_uid = $1 and removed_at is null',
      deviceUid,
      at,
    ),
})
