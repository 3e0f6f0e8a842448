import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { recordDeleted } from '../device-erasure.ts'
import { erased, eraseRecord } from '../erase-record.ts'
import { eventsOfAll, oneByOne } from '../one-by-one.ts'
import { editableRecord } from '../reach.ts'

/** Deletes records on behalf of a device: those that it may, whatever becomes of the others. */
export const deleteSecrets = deviceAction({
  name: 'secret.delete',
  input: z.object({ record_uids: z.array(z.string()).min(1) }),
  async run(state, { record_uids }, { application, address }) {
    const outcomes = await oneByOne(record_uids, async (record_uid) => {
      const record = await editableRecord(state, application.app_uid, record_uid)
      return { record, gone: await eraseRecord(state, record_uid) }
    })
    return { outcomes, address }
  },
  leaves: (_, { outcomes, address }, { endpoint, ...by }) =>
    eventsOfAll(outcomes, { ...by, endpoint, device_ip: address }, ({ record, gone }) => [
      ...recordDeleted(record, by),
      ...erased(gone, by),
    ]),
})
