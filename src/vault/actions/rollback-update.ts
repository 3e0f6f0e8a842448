import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientRecordUpdateRolledBack } from '../../events/catalog/ksm-writes.ts'
import { happened } from '../../events/event-type.ts'
import { editableRecord } from '../reach.ts'
import { ownStaged } from '../staged.ts'

/** Throws away the update that the device staged: the record stays as it was. */
export const rollbackUpdate = deviceAction({
  name: 'secret.rollback',
  input: z.object({ record_uid: z.string() }),
  async run(state, { record_uid }, { application, device, at }) {
    const record = await editableRecord(state, application.app_uid, record_uid)
    await ownStaged(state, record_uid, { device, at })
    await state.stagedUpdates.remove(record_uid)
    return { revision: record.revision }
  },
  leaves: ({ record_uid }, { revision }, { endpoint: _, ...by }) => [
    happened(appClientRecordUpdateRolledBack, { ...by, secret_uid: record_uid, revision }),
  ],
})
