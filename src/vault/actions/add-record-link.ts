import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { recordLinkAdded } from '../../events/catalog/usage-links.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, invalid } from '../../kernel/errors.ts'
import { linkData, linkPath, uid } from '../bounds.ts'
import { changeableRecord, readableRecord } from '../granted.ts'
import { linkFields } from '../link-fields.ts'

/** More than any machine has logins. */
const most = 500

/**
 * Links a record to another, or with a path to itself, which holds settings. One that is there already gets the new data. It
 * gives nobody anything: whoever is to read the other record needs a share of that.
 */
export const addRecordLink = action({
  name: 'record.link',
  permission: 'vault',
  input: z.strictObject({
    record_uid: uid,
    linked_uid: uid,
    path: linkPath.optional(),
    data: linkData.optional(),
  }),
  async run(
    state,
    { record_uid, linked_uid, path = '', data = null },
    { who, at }: { who: Person; at: Date },
  ) {
    if (record_uid === linked_uid && path === '')
      throw invalid('a link of a record to itself holds settings: give it a path, such as meta')
    await changeableRecord(state, record_uid, who)
    await readableRecord(state, linked_uid, who)
    const link = { record_uid, linked_uid, path, data, created_at: at.getTime() }
    await state.recordLinks.put(link)
    if ((await state.recordLinks.listOf(record_uid)).length > most)
      throw conflict(`record ${record_uid} has ${most} links, and cannot have more`)
    return link
  },
  leaves: (_, link) => [happened(recordLinkAdded, linkFields(link))],
})
