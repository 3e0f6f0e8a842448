/** A time as programs read it: RFC 3339 in UTC, or null. */
export const instant = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString()

/** A device as the server lists it. Times are milliseconds since 1970. */
export type ListedDevice = {
  readonly device_uid: string
  readonly device_name: string
  readonly lock_ip: boolean
  /** `none`, `address`, `network` or `set`. */
  readonly lock: string
  readonly allowed_ips: readonly string[] | null
  readonly address: string | null
  readonly client_version: string | null
  readonly created_at: number
  readonly first_access_expires_at: number
  readonly access_expires_at: number | null
  readonly first_access_at: number | null
  readonly last_access_at: number | null
}

/** A device that has not been seen for so long may have been forgotten, and its access with it. */
const staleMs = 30 * 24 * 3_600_000

/**
 * Where a device stands: it waits for its token to be used (`never connected`), the token went unused, it is in use, it was
 * not seen for 30 days (`stale`), or its time is over.
 */
export function deviceState(device: ListedDevice, now: Date): string {
  const { first_access_at, first_access_expires_at, access_expires_at } = device
  if (access_expires_at !== null && access_expires_at <= now.getTime()) return 'expired'
  if (first_access_at === null)
    return first_access_expires_at <= now.getTime() ? 'token expired' : 'never connected'
  const seen = device.last_access_at ?? first_access_at
  return now.getTime() - seen > staleMs ? 'stale' : 'connected'
}

/** A device as commands print it. */
export const shownDevice = (device: ListedDevice, now: Date) => ({
  device_uid: device.device_uid,
  device_name: device.device_name,
  state: deviceState(device, now),
  lock_ip: device.lock_ip,
  lock: device.lock,
  allowed_ips: device.allowed_ips?.join(',') ?? null,
  address: device.address,
  client_version: device.client_version,
  created_at: instant(device.created_at),
  first_access_expires_at: instant(device.first_access_expires_at),
  access_expires_at: instant(device.access_expires_at),
  first_access_at: instant(device.first_access_at),
  last_access_at: instant(device.last_access_at),
})
