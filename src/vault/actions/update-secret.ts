import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientRecordUpdate } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { erased } from '../erase-record.ts'
import { editableRecord } from '../reach.ts'
import { removeLinks } from '../remove-links.ts'
import { reviseRecord } from '../revise-record.ts'

/** Replaces a record's data on behalf of a device, at once, if a share lets it and nobody was faster. */
export const updateSecret = deviceAction({
  name: 'secret.update',
  input: z.object({
    record_uid: z.string(),
    data: z.string(),
    revision: z.int(),
    links: z.array(z.string()),
  }),
  async run(state, { record_uid, data, revision, links }, { application, at }) {
    await editableRecord(state, application.app_uid, record_uid)
    const revisions = await reviseRecord(state, { record_uid, data, revision, at })
    return { revisions, gone: await removeLinks(state, record_uid, links) }
  },
  leaves: ({ record_uid }, { revisions, gone }, { endpoint: _, ...by }) => [
    happened(appClientRecordUpdate, { ...by, secret_uid: record_uid, ...revisions }),
    ...erased({ shares: [], ...gone }, by),
  ],
})
