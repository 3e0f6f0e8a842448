import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { DeviceRefusal } from '../../access/device-refusal.ts'
import { appClientFolderCreate } from '../../events/catalog/ksm-writes.ts'
import { happened } from '../../events/event-type.ts'
import { placeIn } from '../reach.ts'

/** Makes a folder in a shared folder, or in one below it, on behalf of a device. */
export const createFolder = deviceAction({
  name: 'folder.create',
  input: z.object({
    folder_uid: z.string(),
    shared_folder_uid: z.string(),
    parent_uid: z.string().optional(),
    /** The folder's key under the shared folder's. */
    folder_key: z.string(),
    data: z.string(),
  }),
  async run(state, input, { application, at }) {
    const { folder_uid, folder_key, data, shared_folder_uid: top_uid } = input
    const place = { top_uid, folder_uid: input.parent_uid }
    const parent = await placeIn(state, application.app_uid, place)
    if (await state.folders.find(folder_uid)) throw new DeviceRefusal('folder_exists')
    await state.folders.insert({
      folder_uid,
      top_uid,
      parent_uid: parent.folder_uid,
      owner_uid: parent.owner_uid,
      folder_key,
      data,
      created_at: at.getTime(),
    })
  },
  leaves: ({ folder_uid, shared_folder_uid }, _, { endpoint: _endpoint, ...by }) => [
    happened(appClientFolderCreate, { ...by, secret_uid: folder_uid, shared_folder_uid }),
  ],
})
