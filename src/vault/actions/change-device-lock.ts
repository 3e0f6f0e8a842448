import { z } from 'zod'
import { action } from '../../access/action.ts'
import { ruleName } from '../../access/address-rule.ts'
import type { Person } from '../../access/person.ts'
import { appClientLockChanged } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { addressRule, ruleOf } from '../address-rule-input.ts'
import { atLeastOne } from '../at-least-one.ts'
import { uid, uids } from '../bounds.ts'
import { managedApplication } from '../held-application.ts'
import { ownDevice } from '../own.ts'

/**
 * Sets anew from where devices may come: for all that are named, or none. The address that a device had until now is
 * forgotten, so one that is locked to its first address may move: its next access counts as the first.
 */
export const changeDeviceLock = action({
  name: 'device.lock',
  permission: 'vault',
  input: z.strictObject({ app_uid: uid, device_uids: uids('device'), ...addressRule }),
  async run(state, { app_uid, device_uids, ...input }, { who }: { who: Person }) {
    await managedApplication(state, app_uid, who)
    const rule = ruleOf(input)
    const changed = []
    for (const device_uid of device_uids) {
      const device = await ownDevice(state, app_uid, device_uid)
      await state.deviceAddresses.setRule({ device_uid, ...rule, address: null })
      const { name: device_name } = device
      changed.push({
        device_uid,
        device_name,
        lock_before: ruleName(device),
        lock: ruleName(rule),
        ...(rule.allowed !== null && { allowed_ips: rule.allowed }),
      })
    }
    return { app_uid, devices: changed }
  },
  leaves: ({ app_uid }, { devices }) =>
    atLeastOne(devices.map((changed) => happened(appClientLockChanged, { app_uid, ...changed }))),
})
