import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { deletedSharedFolder } from '../../events/catalog/share.ts'
import { deletedFolder, recordDelete } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import { atLeastOne } from '../at-least-one.ts'
import { uid } from '../bounds.ts'
import { eraseFolder, folderContents } from '../erase-folder.ts'
import { erased } from '../erase-record.ts'
import { ownFolder } from '../own.ts'

/** Removes a folder; with `force` also when it still holds something, which then goes too, from applications as well. */
export const removeFolder = action({
  name: 'folder.remove',
  permission: 'vault',
  freesSpace: true,
  input: z.strictObject({ folder_uid: uid, force: z.boolean().default(false) }),
  async run(state, { folder_uid, force }, { who }: { who: Person }) {
    const { top_uid } = await ownFolder(state, folder_uid, who)
    const contents = await folderContents(state, { folder_uid, top_uid })
    const { inside, held } = contents
    const below = inside.length - 1
    if (!force && below + held.length > 0)
      throw conflict(
        `folder ${folder_uid} holds ${held.length} records and ${below} folders: remove them first, or use --force`,
      )
    const gone = await eraseFolder(state, contents)
    return { folder_uid, top_uid, folders: inside, records: held, gone }
  },
  leaves: (_, { folder_uid, top_uid: shared_folder_uid, folders, records, gone }) => {
    const last =
      folder_uid === shared_folder_uid
        ? happened(deletedSharedFolder, { shared_folder_uid })
        : happened(deletedFolder, { folder_uid, shared_folder_uid })
    const below = folders.filter((folder) => folder.folder_uid !== folder_uid).toReversed()
    return atLeastOne([
      ...erased(gone),
      ...records.map((record) =>
        happened(recordDelete, { record_uid: record.record_uid, revision: record.revision }),
      ),
      ...below.map((folder) =>
        happened(deletedFolder, { folder_uid: folder.folder_uid, shared_folder_uid }),
      ),
      last,
    ])
  },
})
