import { DeviceRefusal } from '../access/device-refusal.ts'
import { appClientRecordUpdateExpired } from '../events/catalog/ksm-writes.ts'
import { happened } from '../events/event-type.ts'
import { record } from '../events/record.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Device } from '../store/state/devices.ts'
import type { StagedUpdate } from '../store/state/staged-updates.ts'
import type { State } from '../store/state.ts'
import type { Store, Transaction } from '../store/store.ts'

/** The update of a record that this very device staged and that still waits. */
export async function ownStaged(
  { stagedUpdates }: State,
  record_uid: string,
  { device, at }: { readonly device: Device; readonly at: Date },
): Promise<StagedUpdate> {
  const waiting = await stagedUpdates.find(record_uid)
  if (waiting?.device_uid !== device.device_uid || waiting.expires_at <= at.getTime())
    throw new DeviceRefusal('nothing_staged')
  return waiting
}

const mostAtOnce = 500

async function expire(
  tx: Transaction,
  { record_uid, device_uid, revision }: StagedUpdate,
  at: Date,
) {
  await tx.stagedUpdates.remove(record_uid)
  const device = await tx.devices.find(device_uid)
  const application = device && (await tx.applications.find(device.app_uid))
  const owner = application && (await tx.accounts.find(application.owner_uid))
  const expired = happened(appClientRecordUpdateExpired, {
    app_uid: device?.app_uid ?? '',
    device_uid,
    device_name: device?.name ?? '',
    secret_uid: record_uid,
    revision,
  })
  const username = owner ? { username: owner.email } : {}
  await record(tx, expired, { ...username, at, recordedAt: at })
}

/** Drops staged updates whose time is over, each on the record. */
export const dropExpiredUpdates = (
  store: Pick<Store, 'transaction'>,
  clock: Clock,
): Promise<void> =>
  store.transaction(async (tx) => {
    const now = clock()
    for (const update of await tx.stagedUpdates.listExpired(now.getTime(), mostAtOnce))
      await expire(tx, update, now)
  })
