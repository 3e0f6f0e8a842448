import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientRecordUpdate } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { erased } from '../erase-record.ts'
import { editableRecord } from '../reach.ts'
import { removeLinks } from '../remove-links.ts'
import { reviseRecord } from '../revise-record.ts'
import { ownStaged } from '../staged.ts'

/** Makes the update that the device staged the record's newest version, if nobody was faster. */
export const finalizeUpdate = deviceAction({
  name: 'secret.finalize',
  input: z.object({ record_uid: z.string() }),
  async run(state, { record_uid }, { application, device, at }) {
    await editableRecord(state, application.app_uid, record_uid)
    const { data, revision, links } = await ownStaged(state, record_uid, { device, at })
    const revisions = await reviseRecord(state, { record_uid, data, revision, at })
    await state.stagedUpdates.remove(record_uid)
    return { revisions, gone: await removeLinks(state, record_uid, JSON.parse(links)) }
  },
  leaves: ({ record_uid }, { revisions, gone }, { endpoint: _, ...by }) => [
    happened(appClientRecordUpdate, { ...by, secret_uid: record_uid, ...revisions }),
    ...erased({ shares: [], ...gone }, by),
  ],
})
