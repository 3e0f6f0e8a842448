import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { recordUpdate } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import { recordData, uid } from '../bounds.ts'
import { changeableRecord } from '../granted.ts'

/** Replaces a record's data, if nobody has changed it since the revision that the client read. */
export const updateRecord = action({
  name: 'record.update',
  permission: 'vault',
  input: z.strictObject({ record_uid: uid, data: recordData, revision: z.int().min(1) }),
  async run(state, { record_uid, data, revision }, { who, at }: { who: Person; at: Date }) {
    await changeableRecord(state, record_uid, who)
    const next = { record_uid, data, revision: revision + 1, modified_at: at.getTime() }
    if (!(await state.records.revise(next)))
      throw conflict(
        `record ${record_uid} was changed since revision ${revision}: read it again, then update`,
      )
    return { record_uid, revision: next.revision }
  },
  leaves: ({ record_uid, revision: revision_before }, { revision }) => [
    happened(recordUpdate, { record_uid, revision_before, revision }),
  ],
})
