import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientRecordUpdate } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { editableRecord } from '../reach.ts'
import { reviseRecord } from '../revise-record.ts'

/** Replaces a record's data on behalf of a device, at once, if a share lets it and nobody was faster. */
export const updateSecret = deviceAction({
  name: 'secret.update',
  input: z.object({ record_uid: z.string(), data: z.string(), revision: z.int() }),
  async run(state, { record_uid, data, revision }, { application, at }) {
    await editableRecord(state, application.app_uid, record_uid)
    return reviseRecord(state, { record_uid, data, revision, at })
  },
  leaves: ({ record_uid }, revisions, { endpoint: _, ...by }) => [
    happened(appClientRecordUpdate, { ...by, secret_uid: record_uid, ...revisions }),
  ],
})
