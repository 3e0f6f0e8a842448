import { conflict, notFound } from '../../kernel/errors.ts'

type Named = { readonly device_uid: string; readonly device_name: string }

const shortestPrefix = 8

function candidates(devices: readonly Named[], wanted: string): readonly Named[] {
  const byUid = devices.filter(({ device_uid }) => device_uid === wanted)
  if (byUid.length > 0) return byUid
  const byName = devices.filter(({ device_name }) => device_name === wanted)
  if (byName.length > 0 || wanted.length < shortestPrefix) return byName
  return devices.filter(({ device_uid }) => device_uid.startsWith(wanted))
}

function pickOne(devices: readonly Named[], wanted: string): string {
  const found = candidates(devices, wanted)
  const [only, another] = found
  if (!only)
    throw notFound(
      `there is no device ${wanted}: give its name, its UID or the first ${shortestPrefix} characters of that`,
    )
  if (another)
    throw conflict(
      `${wanted} may be any of ${found.map(({ device_uid }) => device_uid).join(', ')}: give a UID`,
    )
  return only.device_uid
}

/**
 * The UIDs of the devices that are meant, each once: by exact UID, exact name or the start of a UID; `*` or `all` is
 * every one.
 */
export function pickDevices(
  devices: readonly Named[],
  wanted: readonly string[],
): readonly string[] {
  if (!wanted.includes('*') && !wanted.includes('all'))
    return [...new Set(wanted.map((one) => pickOne(devices, one)))]
  if (devices.length === 0) throw notFound('the application has no devices')
  return devices.map(({ device_uid }) => device_uid)
}
