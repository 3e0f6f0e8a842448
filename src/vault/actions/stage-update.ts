import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { DeviceRefusal } from '../../access/device-refusal.ts'
import { appClientRecordUpdateStaged } from '../../events/catalog/ksm-writes.ts'
import { happened } from '../../events/event-type.ts'
import type { StoredRecord } from '../../store/state/records.ts'
import type { StagedUpdate } from '../../store/state/staged-updates.ts'
import { editableRecord } from '../reach.ts'

/** Longer than any rotation takes, and short enough that a device that died does not block the next one for long. */
const waitsMs = 3_600_000

type Rival = { readonly device_uid: string; readonly record: StoredRecord; readonly now: number }

/** Another device's update that could still be finalized. */
const isInTheWay = (waiting: StagedUpdate, { device_uid, record, now }: Rival) =>
  waiting.device_uid !== device_uid &&
  waiting.expires_at > now &&
  waiting.revision === record.revision

/**
 * Keeps a new version of a record until the device finalizes it, as it does around a rotation: the record itself stays as
 * it is. A device's later one takes the place of its earlier one.
 */
export const stageUpdate = deviceAction({
  name: 'secret.stage',
  input: z.object({
    record_uid: z.string(),
    data: z.string(),
    revision: z.int(),
    kind: z.enum(['general', 'rotation']),
    links: z.array(z.string()),
  }),
  async run(state, { record_uid, data, revision, kind, links }, { application, device, at }) {
    const record = await editableRecord(state, application.app_uid, record_uid)
    if (record.revision !== revision) throw new DeviceRefusal('out_of_sync')
    const { device_uid } = device
    const now = at.getTime()
    const waiting = await state.stagedUpdates.find(record_uid)
    if (waiting && isInTheWay(waiting, { device_uid, record, now }))
      throw new DeviceRefusal('staged_by_other')
    await state.stagedUpdates.put({
      record_uid,
      device_uid,
      kind,
      data,
      revision,
      // Keeper's server ignores the links of a general transaction, and Rust counts on it.
      links: JSON.stringify(kind === 'general' ? [] : links),
      expires_at: now + waitsMs,
    })
  },
  leaves: ({ record_uid, revision, kind }, _, { endpoint: _endpoint, ...by }) => [
    happened(appClientRecordUpdateStaged, {
      ...by,
      secret_uid: record_uid,
      revision,
      transaction_type: kind,
    }),
  ],
})
