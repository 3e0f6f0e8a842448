import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { recordDelete } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { uid } from '../bounds.ts'
import { erased, eraseRecord } from '../erase-record.ts'
import { ownRecord } from '../own.ts'

/** Removes a record, and takes it away from the applications that it was shared with. */
export const removeRecord = action({
  name: 'record.remove',
  permission: 'vault',
  freesSpace: true,
  input: z.strictObject({ record_uid: uid }),
  async run(state, { record_uid }, { who }: { who: Person }) {
    const { revision } = await ownRecord(state, record_uid, who)
    const gone = await eraseRecord(state, record_uid)
    return { record_uid, revision, gone }
  },
  leaves: ({ record_uid }, { revision, gone }) => [
    happened(recordDelete, { record_uid, revision }),
    ...erased(gone),
  ],
})
