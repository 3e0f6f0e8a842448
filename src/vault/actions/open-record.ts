import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { openRecord as recordOpened } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { servedSet } from '../../events/served.ts'
import { uid } from '../bounds.ts'
import { readableFiles, readableOf, readableRecord } from '../granted.ts'

/** Hands a record's ciphertext to its owner, or to whom the owner of its folder has let in, with the records that it is linked with. */
export const openRecord = action({
  name: 'record.open',
  permission: 'vault',
  input: z.strictObject({ record_uid: uid }),
  async run(state, { record_uid }, { who }: { who: Person }) {
    const record = await readableRecord(state, record_uid, who)
    const { served, list } = servedSet([record])
    await state.servedSets.add(served, list)
    const links = await state.recordLinks.listOf(record_uid)
    const leading = await readableOf(state, await state.recordLinks.listTo(record_uid), who)
    const linked_from = leading.map(({ record_uid, path }) => ({ record_uid, path }))
    return { ...record, files: await readableFiles(state, record), links, linked_from }
  },
  leaves: (_, record) => {
    const { served, served_count } = servedSet([record])
    const { record_uid, revision } = record
    return [happened(recordOpened, { record_uid, revision, served, served_count })]
  },
})
