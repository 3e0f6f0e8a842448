import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { folderAddRecord } from '../../events/catalog/share.ts'
import { recordAdd } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import { recordData, uid, wrappedKey } from '../bounds.ts'
import { ownFolder } from '../own.ts'

const firstRevision = 1

/** Puts a record into the vault, and into a folder if one is named. The client made its UID and its keys. */
export const addRecord = action({
  name: 'record.add',
  permission: 'vault',
  input: z.strictObject({
    record_uid: uid,
    owner_key: wrappedKey,
    data: recordData,
    folder: z.strictObject({ folder_uid: uid, folder_key: wrappedKey }).optional(),
  }),
  async run(state, { folder, ...record }, { who, at }: { who: Person; at: Date }) {
    if (await state.records.find(record.record_uid))
      throw conflict(`there is a record ${record.record_uid} already`)
    const top_uid = folder ? (await ownFolder(state, folder.folder_uid, who)).top_uid : null
    await state.records.insert({
      ...record,
      owner_uid: who.account_uid,
      folder_uid: folder?.folder_uid ?? null,
      folder_key: folder?.folder_key ?? null,
      top_uid,
      revision: firstRevision,
      created_at: at.getTime(),
      modified_at: at.getTime(),
    })
    return { record_uid: record.record_uid, revision: firstRevision, top_uid }
  },
  leaves: (_, { record_uid, revision, top_uid }) => {
    const added = happened(recordAdd, { record_uid, revision })
    return top_uid
      ? [added, happened(folderAddRecord, { record_uid, shared_folder_uid: top_uid })]
      : [added]
  },
})
