import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { appClientRemoved } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { atLeastOne } from '../at-least-one.ts'
import { uid, uids } from '../bounds.ts'
import { managedApplication } from '../held-application.ts'
import { ownDevice } from '../own.ts'

/** Removes devices from an application: all that are named, or none. What they try later is still known as theirs. */
export const removeDevices = action({
  name: 'device.remove',
  permission: 'vault',
  freesSpace: true,
  input: z.strictObject({ app_uid: uid, device_uids: uids('device') }),
  async run(state, { app_uid, device_uids }, { who, at }: { who: Person; at: Date }) {
    await managedApplication(state, app_uid, who)
    const removed = []
    for (const device_uid of device_uids) {
      const { name } = await ownDevice(state, app_uid, device_uid)
      await state.devices.remove(device_uid, at.getTime())
      removed.push({ device_uid, device_name: name })
    }
    return { app_uid, devices: removed }
  },
  leaves: ({ app_uid }, { devices }) =>
    atLeastOne(devices.map((removed) => happened(appClientRemoved, { app_uid, ...removed }))),
})
