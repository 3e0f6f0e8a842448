import { z } from 'zod'
import { action } from '../../access/action.ts'
import { ruleName } from '../../access/address-rule.ts'
import type { Person } from '../../access/person.ts'
import { appOpened } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import type { Device } from '../../store/state/devices.ts'
import type { Share } from '../../store/state/shares.ts'
import type { State } from '../../store/state.ts'
import { uid } from '../bounds.ts'
import { heldApplication } from '../held-application.ts'

/** What a person may see of a device. Its client id and its keys stay here: nobody but the device needs them. */
const shownDevice = (device: Device) => ({
  device_uid: device.device_uid,
  device_name: device.name,
  lock_ip: device.lock_ip === 1,
  lock: ruleName(device),
  allowed_ips: device.allowed?.split(',') ?? null,
  address: device.address,
  client_version: device.client_version,
  created_at: device.created_at,
  first_access_expires_at: device.first_access_expires_at,
  access_expires_at: device.access_expires_at,
  first_access_at: device.first_access_at,
  last_access_at: device.last_access_at,
})

const shownShare = ({ secret_uid, kind, editable, created_at }: Share) => ({
  secret_uid,
  kind,
  editable: editable === 1,
  created_at,
})

/** Who holds it besides its owner. */
const peopleOf = async ({ applicationGrants, accounts }: State, app_uid: string) =>
  Promise.all(
    (await applicationGrants.listOfApplication(app_uid)).map(
      async ({ account_uid, permission, created_at }) => ({
        account_uid,
        email: (await accounts.find(account_uid))?.email ?? null,
        permission,
        created_at,
      }),
    ),
  )

/** An application with its shares, its devices and who holds it, for everybody who does. */
export const openApplication = action({
  name: 'application.open',
  permission: 'vault',
  input: z.strictObject({ app_uid: uid }),
  async run(state, { app_uid }, { who }: { who: Person }) {
    const held = await heldApplication(state, app_uid, who)
    const { app_key, data, created_at, permission } = held
    const owner = (await state.accounts.find(held.owner_uid))?.email ?? null
    const people = await peopleOf(state, app_uid)
    const shares = (await state.shares.listOf(app_uid)).map(shownShare)
    const devices = (await state.devices.listOf(app_uid)).map(shownDevice)
    return { app_uid, app_key, data, created_at, owner, permission, people, shares, devices }
  },
  leaves: ({ app_uid }) => [happened(appOpened, { app_uid })],
})
