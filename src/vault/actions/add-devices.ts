import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { appClientAdded } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { addressRule, ruleOf } from '../address-rule-input.ts'
import { atLeastOne } from '../at-least-one.ts'
import { clientId, gcmWrappedKey, severalOf, uid } from '../bounds.ts'
import { managedApplication } from '../held-application.ts'

const minute = 60_000
const firstAccess = { usual: 60, most: 1_440 }
const mostAccess = 10 * 366 * 1_440

const device = z.strictObject({
  device_uid: uid,
  name: z.string().trim().min(1, 'a device needs a name').max(200, 'at most 200 characters'),
  client_id: clientId,
  /** The app key under the key of the device's one-time token. */
  encrypted_app_key: gcmWrappedKey,
})

async function checkNew({ devices }: State, { device_uid, client_id }: z.output<typeof device>) {
  if (await devices.find(device_uid)) throw conflict(`there is a device ${device_uid} already`)
  if (await devices.findByClientId(client_id))
    throw conflict('a device with this one-time token was added before: make a new token')
}

/** Adds devices to an application: all that are named, or none. Each waits for the first access with its token. */
export const addDevices = action({
  name: 'device.add',
  permission: 'vault',
  input: z.strictObject({
    app_uid: uid,
    devices: severalOf(device, 'device', ({ device_uid }) => device_uid),
    ...addressRule,
    first_access_expires_in_min: z.int().min(1).max(firstAccess.most).default(firstAccess.usual),
    access_expires_in_min: z.int().min(1).max(mostAccess).optional(),
  }),
  async run(state, input, { who, at }: { who: Person; at: Date }) {
    const { app_uid, devices, lock_ip, access_expires_in_min } = input
    const rule = ruleOf(input)
    await managedApplication(state, app_uid, who)
    const created_at = at.getTime()
    const times = {
      created_at,
      first_access_expires_at: created_at + input.first_access_expires_in_min * minute,
      access_expires_at: access_expires_in_min ? created_at + access_expires_in_min * minute : null,
    }
    for (const one of devices) {
      await checkNew(state, one)
      await state.devices.insert({
        ...one,
        ...times,
        ...rule,
        app_uid,
        address: null,
        public_key: null,
        first_access_at: null,
        last_access_at: null,
        client_version: null,
        removed_at: null,
      })
    }
    const added = devices.map(({ device_uid, name }) => ({ device_uid, device_name: name }))
    return { app_uid, lock_ip, ...times, devices: added }
  },
  leaves: ({ app_uid }, { devices }) =>
    atLeastOne(devices.map((added) => happened(appClientAdded, { app_uid, ...added }))),
})
