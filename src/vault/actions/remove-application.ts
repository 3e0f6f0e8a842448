import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { appClientRemoved, appRemoved } from '../../events/catalog/ksm.ts'
import { removeShare } from '../../events/catalog/share-applications.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { atLeastOne } from '../at-least-one.ts'
import { uid } from '../bounds.ts'
import { ownedApplication } from '../held-application.ts'
import { unshared } from '../unshare.ts'

/** Ends that others hold it; says who did. */
async function takeBack({ applicationGrants, accounts }: State, app_uid: string) {
  const names: string[] = []
  for (const { account_uid } of await applicationGrants.listOfApplication(app_uid))
    names.push((await accounts.find(account_uid))?.email ?? '')
  await applicationGrants.removeOfApplication(app_uid)
  return names
}

/** Removes an application; with `force` also when it still has devices or shares, which then go first. */
export const removeApplication = action({
  name: 'application.remove',
  permission: 'vault',
  freesSpace: true,
  input: z.strictObject({ app_uid: uid, force: z.boolean().default(false) }),
  async run(state, { app_uid, force }, { who, at }: { who: Person; at: Date }) {
    await ownedApplication(state, app_uid, who)
    const devices = await state.devices.listOf(app_uid)
    const shares = await state.shares.listOf(app_uid)
    if (!force && devices.length + shares.length > 0)
      throw conflict(
        `application ${app_uid} has ${devices.length} devices and ${shares.length} shares: remove them first, or use --force`,
      )
    for (const { device_uid } of devices) await state.devices.remove(device_uid, at.getTime())
    for (const { secret_uid } of shares) await state.shares.remove(app_uid, secret_uid)
    const people = await takeBack(state, app_uid)
    await state.applications.remove(app_uid)
    return { app_uid, devices, shares, people }
  },
  leaves: ({ app_uid }, { devices, shares, people }) =>
    atLeastOne([
      ...devices.map(({ device_uid, name }) =>
        happened(appClientRemoved, { app_uid, device_uid, device_name: name }),
      ),
      ...shares.map(unshared),
      ...people.map((to_username) => happened(removeShare, { app_uid, to_username })),
      happened(appRemoved, { app_uid }),
    ]),
})
