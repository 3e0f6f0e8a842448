import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { folderAddRecord } from '../../events/catalog/share.ts'
import { recordAdd } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, invalid } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { eciesWrappedKey, recordData, uid, wrappedKey } from '../bounds.ts'
import { changeableFolder } from '../granted.ts'

const firstRevision = 1

const place = z.strictObject({
  folder_uid: uid,
  folder_key: wrappedKey,
  /** The number of the shared folder's key that it lies under, so that none is put under one of before. */
  key_revision: z.int().min(1).optional(),
})

/** Where a record is put, and whose it becomes: in a folder it is the folder's owner's, whoever puts it there. */
async function placeOf(
  state: State,
  { folder, owner_key }: { folder: z.output<typeof place>; owner_key: string },
  who: Person,
) {
  const { owner_uid, top_uid } = await changeableFolder(state, folder.folder_uid, who)
  const top = await state.folders.find(top_uid)
  if (folder.key_revision !== undefined && folder.key_revision !== top?.key_revision)
    throw conflict(`the key of folder ${top_uid} was changed: read it again, then add the record`)
  if (owner_uid !== who.account_uid && !eciesWrappedKey.safeParse(owner_key).success)
    throw invalid('the record is to be the owner’s of the folder: wrap its key to their public key')
  return { ...{ owner_uid, top_uid }, folder_uid: folder.folder_uid, folder_key: folder.folder_key }
}

const loose = ({ account_uid: owner_uid }: Person) => ({
  ...{ owner_uid, top_uid: null, folder_uid: null, folder_key: null },
})

/** Puts a record into the vault, or into a folder that one may change. The client made its UID and its keys. */
export const addRecord = action({
  name: 'record.add',
  permission: 'vault',
  input: z.strictObject({
    record_uid: uid,
    owner_key: wrappedKey,
    data: recordData,
    folder: place.optional(),
  }),
  async run(state, { folder, ...record }, { who, at }: { who: Person; at: Date }) {
    if (await state.records.find(record.record_uid))
      throw conflict(`there is a record ${record.record_uid} already`)
    const { owner_key } = record
    const where = folder ? await placeOf(state, { folder, owner_key }, who) : loose(who)
    await state.records.insert({
      ...record,
      ...where,
      revision: firstRevision,
      created_at: at.getTime(),
      modified_at: at.getTime(),
    })
    return { record_uid: record.record_uid, revision: firstRevision, top_uid: where.top_uid }
  },
  leaves: (_, { record_uid, revision, top_uid }) => {
    const added = happened(recordAdd, { record_uid, revision })
    return top_uid
      ? [added, happened(folderAddRecord, { record_uid, shared_folder_uid: top_uid })]
      : [added]
  },
})
