import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientFolderUpdate } from '../../events/catalog/ksm-writes.ts'
import { happened } from '../../events/event-type.ts'
import { editableFolder } from '../reach.ts'

/** Renames a folder on behalf of a device. */
export const updateFolder = deviceAction({
  name: 'folder.update',
  input: z.object({ folder_uid: z.string(), data: z.string() }),
  async run(state, { folder_uid, data }, { application }) {
    const { top_uid } = await editableFolder(state, application.app_uid, folder_uid)
    await state.folders.rename(folder_uid, data)
    return { shared_folder_uid: top_uid }
  },
  leaves: ({ folder_uid }, folder, { endpoint: _, ...by }) => [
    happened(appClientFolderUpdate, { ...by, secret_uid: folder_uid, ...folder }),
  ],
})
