import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { recordUpdate } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { notFound } from '../../kernel/errors.ts'
import { recordData, uid } from '../bounds.ts'
import { erased } from '../erase-record.ts'
import { changeableRecord } from '../granted.ts'
import { removeLinks } from '../remove-links.ts'
import { reviseRecord } from '../revise-record.ts'

const most = 100

/** Takes files off a record, together with its next version, which names them no more. All of them or none. */
export const removeOwnFiles = action({
  name: 'file.remove',
  permission: 'vault',
  input: z.strictObject({
    record_uid: uid,
    record_data: recordData,
    record_revision: z.int().min(1),
    file_uids: z.array(uid).min(1).max(most),
  }),
  async run(state, input, { who, at }: { who: Person; at: Date }) {
    const { record_uid, record_data: data, record_revision: revision, file_uids } = input
    await changeableRecord(state, record_uid, who)
    const { files } = await removeLinks(state, record_uid, file_uids)
    const missing = file_uids.find((wanted) => !files.some(({ file_uid }) => file_uid === wanted))
    if (missing) throw notFound(`there is no file ${missing} on record ${record_uid}`)
    return { files, ...(await reviseRecord(state, { record_uid, data, revision, at })) }
  },
  leaves: ({ record_uid }, { files, revision_before, revision }) => [
    happened(recordUpdate, { record_uid, revision_before, revision }),
    ...erased({ shares: [], files, links: [] }),
  ],
})
