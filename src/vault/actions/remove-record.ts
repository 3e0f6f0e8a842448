import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { recordDelete } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { uid } from '../bounds.ts'
import { eraseRecord } from '../erase-record.ts'
import { ownRecord } from '../own.ts'
import { unshared } from '../unshare.ts'

/** Removes a record, and takes it away from the applications that it was shared with. */
export const removeRecord = action({
  name: 'record.remove',
  permission: 'vault',
  freesSpace: true,
  input: z.strictObject({ record_uid: uid }),
  async run(state, { record_uid }, { who }: { who: Person }) {
    const { revision } = await ownRecord(state, record_uid, who)
    const shares = await eraseRecord(state, record_uid)
    return { record_uid, revision, shares }
  },
  leaves: ({ record_uid }, { revision, shares }) => [
    happened(recordDelete, { record_uid, revision }),
    ...shares.map(unshared),
  ],
})
