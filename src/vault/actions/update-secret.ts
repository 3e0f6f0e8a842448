import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { DeviceRefusal } from '../../access/device-refusal.ts'
import { appClientRecordUpdate } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import type { State } from '../../store/state.ts'

/** The shares by which an application reaches a record: its own, and that of the folder it lies in. */
async function waysTo({ records, shares }: State, app_uid: string, record_uid: string) {
  const record = await records.find(record_uid)
  if (!record) return []
  const { top_uid } = record
  const ways = [
    await shares.find(app_uid, record_uid),
    top_uid === null ? undefined : await shares.find(app_uid, top_uid),
  ]
  return ways.filter((share) => share !== undefined)
}

/** Replaces a record's data on behalf of a device, if a share lets it and nobody was faster. */
export const updateSecret = deviceAction({
  name: 'secret.update',
  input: z.object({
    record_uid: z.string(),
    data: z.string(),
    revision: z.int(),
    staged: z.boolean(),
  }),
  async run(state, { record_uid, data, revision, staged }, { application, at }) {
    const ways = await waysTo(state, application.app_uid, record_uid)
    if (ways.length === 0) throw new DeviceRefusal('record_not_found')
    if (!ways.some(({ editable }) => editable === 1)) throw new DeviceRefusal('not_permitted')
    if (staged) throw new DeviceRefusal('unsupported_transaction')
    const next = { record_uid, data, revision: revision + 1, modified_at: at.getTime() }
    if (!(await state.records.revise(next))) throw new DeviceRefusal('out_of_sync')
    return { revision: next.revision }
  },
  leaves: ({ record_uid, revision: revision_before }, { revision }, { endpoint: _, ...by }) => [
    happened(appClientRecordUpdate, { ...by, secret_uid: record_uid, revision_before, revision }),
  ],
})
