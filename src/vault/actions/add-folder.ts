import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { addedSharedFolder } from '../../events/catalog/share.ts'
import { addedFolder } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import { titleData, uid, wrappedKey } from '../bounds.ts'
import { ownFolder } from '../own.ts'

/** Makes a shared folder, or with a parent a folder below one. The client made its UID and its key. */
export const addFolder = action({
  name: 'folder.add',
  permission: 'vault',
  input: z.strictObject({
    folder_uid: uid,
    parent_uid: uid.optional(),
    folder_key: wrappedKey,
    data: titleData,
  }),
  async run(state, { parent_uid, ...folder }, { who, at }: { who: Person; at: Date }) {
    const { folder_uid } = folder
    if (await state.folders.find(folder_uid))
      throw conflict(`there is a folder ${folder_uid} already`)
    const top_uid = parent_uid ? (await ownFolder(state, parent_uid, who)).top_uid : folder_uid
    await state.folders.insert({
      ...folder,
      top_uid,
      parent_uid: parent_uid ?? null,
      owner_uid: who.account_uid,
      created_at: at.getTime(),
    })
    return { folder_uid, shared_folder_uid: top_uid }
  },
  leaves: ({ parent_uid }, { folder_uid, shared_folder_uid }) => [
    parent_uid
      ? happened(addedFolder, { folder_uid, shared_folder_uid })
      : happened(addedSharedFolder, { shared_folder_uid }),
  ],
})
