import type { Device } from '../store/state/devices.ts'

/**
 * What a device should know that nothing stops yet: SDKs hand these sentences on, Python, Go and Rust to their log. Keeper's
 * own texts are not known (ksm-device-protocol §4.1 tells the type alone).
 */

const day = 24 * 3_600_000

/** Long enough that somebody who is on holiday finds another device in place. */
const soon = 7 * day

function expiry({ access_expires_at }: Device, at: Date): readonly string[] {
  if (access_expires_at === null || access_expires_at - at.getTime() > soon) return []
  const when = new Date(access_expires_at).toISOString()
  return [`The access of this client ends at ${when}. Ask for a new one-time token before that.`]
}

/** Releases of Ruby that would send the keys of new records in the clear (§0): what they create is refused. */
function plainKeys({ client_version }: Device): readonly string[] {
  const [, major, minor] = /^mb(\d+)\.(\d+)\./.exec(client_version ?? '') ?? []
  if (major === undefined || Number(major) > 17 || (major === '17' && Number(minor) > 2)) return []
  return [
    'This release of the Ruby SDK can read and change records here, but not create any: it sends their keys in the clear. Upgrade it once there is one later than 17.2.',
  ]
}

/** Sentences for this device, none most of the time. */
export function warningsFor(device: Device, at: Date): readonly string[] | undefined {
  const warnings = [...expiry(device, at), ...plainKeys(device)]
  return warnings.length > 0 ? warnings : undefined
}
