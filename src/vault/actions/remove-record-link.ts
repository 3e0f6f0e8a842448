import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { recordLinkRemoved } from '../../events/catalog/usage-links.ts'
import { happened } from '../../events/event-type.ts'
import { notFound } from '../../kernel/errors.ts'
import { atLeastOne } from '../at-least-one.ts'
import { linkPath, uid } from '../bounds.ts'
import { changeableRecord } from '../granted.ts'
import { linkFields } from '../link-fields.ts'

/** Takes the links between two records away, or with a path that one alone. */
export const removeRecordLink = action({
  name: 'record.unlink',
  permission: 'vault',
  freesSpace: true,
  input: z.strictObject({ record_uid: uid, linked_uid: uid, path: linkPath.optional() }),
  async run(state, { record_uid, linked_uid, path }, { who }: { who: Person }) {
    await changeableRecord(state, record_uid, who)
    const links = (await state.recordLinks.listOf(record_uid)).filter(
      (link) => link.linked_uid === linked_uid && (path === undefined || link.path === path),
    )
    if (links.length === 0)
      throw notFound(
        `record ${record_uid} has no link to ${linked_uid}${path ? ` with path ${path}` : ''}`,
      )
    for (const link of links) await state.recordLinks.remove(link)
    return { record_uid, links }
  },
  leaves: (_, { links }) =>
    atLeastOne(links.map((link) => happened(recordLinkRemoved, linkFields(link)))),
})
