import { appClientExpired } from '../events/catalog/ksm.ts'
import { appClientAccessDenied } from '../events/catalog/ksm-denials.ts'
import { type Happening, happened } from '../events/event-type.ts'
import { Failure } from '../kernel/errors.ts'
import type { Account } from '../store/state/accounts.ts'
import type { Application } from '../store/state/applications.ts'
import type { Device } from '../store/state/devices.ts'
import type { Caller } from './caller.ts'
import { DeviceRefusal } from './device-refusal.ts'
import type { SharedRate } from './shared-throttle.ts'

/** What a device asks for, once its signature was found good. */
export type DeviceRequest = {
  readonly endpoint: string
  /** The requested UIDs with commas between them, `*` for everything; undefined where the call names none. */
  readonly asksFor?: string
  /** The key that the signature was checked with, base64 of its point. */
  readonly signedWith: string
  /** The device sent its public key along, as it does while it has no application key. */
  readonly presentsKey: boolean
  /** SHA-256 of the wrapped transmission key. */
  readonly replayHash: Uint8Array
  /** How often it may call where several servers answer; absent where one does, which has counted already. */
  readonly shared?: SharedRate
}

/** A device that has proved who it is. Whether it may come in is found out inside the transaction, by `admit`. */
export type KnownDevice = {
  readonly device: Device
  readonly application: Application
  readonly owner: Account
  readonly request: DeviceRequest
}

/** An attempt as far as it was understood before it ended. */
export type DeviceAttempt = {
  readonly endpoint: string
  readonly remote_address: string | undefined
  readonly asksFor?: string | undefined
  readonly device?: Device | undefined
}

/** The fields by which events name a device. */
export const deviceFields = ({ app_uid, device_uid, name }: Device) => ({
  app_uid,
  device_uid,
  device_name: name,
})

export type DeviceFields = ReturnType<typeof deviceFields>

function reasonOf(error: unknown) {
  if (error instanceof DeviceRefusal) return { reason: error.reason }
  return error instanceof Failure
    ? { reason: error.kind === 'busy' ? 'unavailable' : 'bad_request', detail: error.message }
    : { reason: 'failed', detail: 'internal error' }
}

/** What stands in the log when a device, or somebody who says to be one, is turned away with this error. */
export function turnedAway(attempt: DeviceAttempt, error: unknown): Happening {
  const { device, endpoint, asksFor } = attempt
  const denial = reasonOf(error)
  if (device && denial.reason === 'access_expired')
    return happened(appClientExpired, { ...deviceFields(device), endpoint })
  return happened(appClientAccessDenied, {
    ...(device && deviceFields(device)),
    device_ip: attempt.remote_address ?? '',
    endpoint,
    ...(asksFor !== undefined && { secret_uid: asksFor }),
    ...denial,
  })
}

/** A device as the caller of actions; its events carry the name of the application's owner, as Keeper's do. */
export const deviceCaller = (
  known: KnownDevice,
  remote_address: string | undefined,
): Caller<KnownDevice> => ({
  who: known,
  standing: 'known',
  username: known.owner.email,
  may: (permission) => permission === 'device',
  refused: ({ error }) =>
    turnedAway({ ...known.request, device: known.device, remote_address }, error),
  async remember({ replays }) {
    await replays.add(known.device.device_uid, known.request.replayHash)
  },
})
