import type { Device } from '../store/state/devices.ts'
import type { State } from '../store/state.ts'
import type { By } from './action.ts'
import { mayComeFrom } from './address-rule.ts'
import type { KnownDevice } from './device.ts'
import { DeviceRefusal, throttled } from './device-refusal.ts'
import { sharedWait } from './shared-throttle.ts'

/** A device that was let in, as it now stands in the store. */
export type Admitted = {
  readonly device: Device
  readonly application: KnownDevice['application']
  readonly endpoint: string
  readonly at: Date
  /** Where it comes from. */
  readonly address: string
  /** This very request spent the one-time token. */
  readonly isFirst: boolean
  /** What a device needs that has no application key yet; only until it shows that it has one. */
  readonly binding?: { readonly encrypted_app_key: string; readonly owner_public_key: string }
}

/** The only call by which a device may connect for the first time. */
const firstCall = 'get_secret'

function checkExpiry({ access_expires_at }: Device, at: Date): void {
  if (access_expires_at !== null && access_expires_at <= at.getTime())
    throw new DeviceRefusal('access_expired')
}

/** Throws what stands against a connected device that comes from this address. */
export function checkStanding(
  device: Device,
  { at, address }: { readonly at: Date; readonly address: string },
): void {
  if (device.removed_at !== null) throw new DeviceRefusal('revoked')
  checkExpiry(device, at)
  if (!mayComeFrom(device, address)) throw new DeviceRefusal('ip_locked')
}

type Arrival = Pick<By<KnownDevice>, 'who' | 'at'> & { readonly address: string }

/** Waiting → enrolled: the key and the address of the first access are kept. */
async function enrol({ devices }: State, device: Device, { who, at, address }: Arrival) {
  const { endpoint, presentsKey, signedWith } = who.request
  if (!presentsKey || endpoint !== firstCall) throw new DeviceRefusal('not_bound')
  if (device.first_access_expires_at <= at.getTime()) throw new DeviceRefusal('token_expired')
  checkExpiry(device, at)
  if (!mayComeFrom(device, address)) throw new DeviceRefusal('ip_locked')
  await devices.enrol({
    device_uid: device.device_uid,
    public_key: signedWith,
    address,
    at: at.getTime(),
  })
}

/** Enrolled → bound: a request without the public key says that the application key has arrived. */
async function welcome(
  { devices, deviceAddresses }: State,
  device: Device,
  { who, at, address }: Arrival,
) {
  const { presentsKey, signedWith } = who.request
  if (device.public_key !== signedWith) throw new DeviceRefusal('token_used')
  checkStanding(device, { at, address })
  if (device.lock_ip === 1 && device.address === null)
    await deviceAddresses.pin(device.device_uid, address)
  if (!presentsKey && device.encrypted_app_key !== null)
    await devices.completeBinding(device.device_uid)
}

/**
 * Lets a device in or throws the `DeviceRefusal` that says why not. Runs first in the transaction of everything that
 * devices do, because removal, expiry or a second claimant may have come since the signature was checked. That the device was
 * here is noted with the look at it: whoever is refused is undone, and with it the note. All is asked at once, in one round trip.
 */
export async function admit(
  state: State,
  { who, at, surroundings }: By<KnownDevice>,
): Promise<Admitted> {
  const { request, application, owner } = who
  const { device_uid } = who.device
  const [isNew, device, wait] = await Promise.all([
    state.replays.add(device_uid, request.replayHash),
    state.devices.touch({
      device_uid,
      client_version: surroundings.client_version ?? null,
      at: at.getTime(),
    }),
    request.shared ? sharedWait(state, { device_uid, ...request }, request.shared) : 0,
  ])
  if (!isNew) throw new DeviceRefusal('replayed')
  if (!device || device.removed_at !== null) throw new DeviceRefusal('revoked')
  if (wait > 0) throw throttled(wait)

  const isFirst = device.public_key === null
  const arrival = { who, at, address: surroundings.remote_address ?? '' }
  await (isFirst ? enrol : welcome)(state, device, arrival)
  const { encrypted_app_key } = device
  const binding = request.presentsKey &&
    encrypted_app_key !== null && { encrypted_app_key, owner_public_key: owner.public_key }
  return {
    device,
    application,
    endpoint: request.endpoint,
    at,
    address: arrival.address,
    isFirst,
    ...(binding && { binding }),
  }
}
