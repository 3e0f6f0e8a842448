import { z } from 'zod'
import { action, type By } from '../access/action.ts'
import type { Person } from '../access/person.ts'
import { logout } from '../events/catalog/login.ts'
import {
  deviceApproved,
  deviceUserLinked,
  deviceUserRemoved,
} from '../events/catalog/security-devices.ts'
import { happened } from '../events/event-type.ts'
import type { State } from '../store/state.ts'

/** The devices on which somebody logs in without a password, which they have to want. */

/** A data key of 32 bytes for a public key: 125 bytes. */
const wrappedForDevice = z
  .base64({ error: 'expected base64' })
  .length(168, 'expected a data key that was encrypted to the key of the device: 125 bytes')

const ownDevice = z.strictObject({ device_uid: z.string() })

/** Lets a device log in without a password from when it has left the data key for its own public key. */
export const letDeviceIn = action({
  name: 'device.let-in',
  permission: 'open',
  input: ownDevice,
  async run({ commanderDevices }: State, { device_uid }, { who, at }: By<Person>) {
    const { account_uid } = who
    const created_at = at.getTime()
    await commanderDevices.keep({ account_uid, device_uid, encrypted_data_key: '', created_at })
  },
  leaves: ({ device_uid }) => [happened(deviceApproved, { device_uid })],
})

/** Keeps a device's data key. The server cannot open it, and what it hands out is of use to nobody but the device. */
export const registerDevice = action({
  name: 'device.register',
  permission: 'open',
  input: ownDevice.extend({ encrypted_data_key: wrappedForDevice }),
  async run({ commanderDevices }: State, device, { who, at }: By<Person>) {
    const { account_uid } = who
    await commanderDevices.keep({ account_uid, created_at: at.getTime(), ...device })
  },
  leaves: ({ device_uid }) => [happened(deviceUserLinked, { device_uid })],
})

/** From now on the device needs a password again. */
export const shutDeviceOut = action({
  name: 'device.shut-out',
  permission: 'open',
  freesSpace: true,
  input: ownDevice,
  run: ({ commanderDevices }: State, { device_uid }, { who }: { who: Person }) =>
    commanderDevices.remove(who.account_uid, device_uid),
  leaves: ({ device_uid }) => [happened(deviceUserRemoved, { device_uid })],
})

/** Ends the session, and with it that the device needs no password: who logs out wants to be asked for it. */
export const leaveDevice = action({
  name: 'session.end',
  permission: 'open',
  freesSpace: true,
  input: ownDevice,
  async run({ sessions, commanderDevices }: State, { device_uid }, { who }: { who: Person }) {
    await commanderDevices.remove(who.account_uid, device_uid)
    await sessions.remove(who.session)
  },
  leaves: () => [happened(logout, {})],
})
