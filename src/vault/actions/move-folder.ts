import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { movedFolder } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, invalid } from '../../kernel/errors.ts'
import { uid } from '../bounds.ts'
import { branch } from '../branch.ts'
import { ownFolder } from '../own.ts'

/**
 * Hangs a folder below another one of the same shared folder. Further it cannot go: its key and those of its records lie
 * under the shared folder's.
 */
export const moveFolder = action({
  name: 'folder.move',
  permission: 'vault',
  input: z.strictObject({ folder_uid: uid, parent_uid: uid }),
  async run(state, { folder_uid, parent_uid }, { who }: { who: Person }) {
    const folder = await ownFolder(state, folder_uid, who)
    const parent = await ownFolder(state, parent_uid, who)
    if (folder.parent_uid === null)
      throw invalid(`${folder_uid} is a shared folder: it stays on top`)
    if (folder.top_uid !== parent.top_uid)
      throw invalid(`folder ${folder_uid} can only move inside shared folder ${folder.top_uid}`)
    const moving = branch(folder_uid, await state.folders.listUnder(folder.top_uid))
    if (moving.some((one) => one.folder_uid === parent_uid))
      throw conflict(`folder ${parent_uid} lies in folder ${folder_uid}, or is the same one`)
    await state.folders.setParent(folder_uid, parent_uid)
    return { folder_uid, parent_uid, shared_folder_uid: folder.top_uid }
  },
  leaves: (_, moved) => [happened(movedFolder, moved)],
})
