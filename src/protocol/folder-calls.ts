import { perform } from '../access/action.ts'
import { createFolder } from '../vault/actions/create-folder.ts'
import { deleteFolders } from '../vault/actions/delete-folders.ts'
import { updateFolder } from '../vault/actions/update-folder.ts'
import type { DeviceCall } from './device-call.ts'
import { deletionAnswer, folderOutcome } from './outcomes.ts'
import { parseRequest, type RequestOf } from './requests.ts'

/** The calls that make, rename and delete folders. */

export const createFolderCall: DeviceCall<RequestOf<'create_folder'>> = {
  parse: (payload) => parseRequest('create_folder', payload),
  asksFor: ({ folderUid }) => folderUid,
  async answer(context, { folderUid, sharedFolderUid, sharedFolderKey, data, parentUid }) {
    await perform(context, createFolder, {
      folder_uid: folderUid,
      shared_folder_uid: sharedFolderUid,
      parent_uid: parentUid,
      folder_key: sharedFolderKey,
      data,
    })
    return undefined
  },
}

export const updateFolderCall: DeviceCall<RequestOf<'update_folder'>> = {
  parse: (payload) => parseRequest('update_folder', payload),
  asksFor: ({ folderUid }) => folderUid,
  async answer(context, { folderUid, data }) {
    await perform(context, updateFolder, { folder_uid: folderUid, data })
    return undefined
  },
}

export const deleteFolderCall: DeviceCall<RequestOf<'delete_folder'>> = {
  parse: (payload) => parseRequest('delete_folder', payload),
  asksFor: ({ folderUids }) => folderUids.join(','),
  async answer(context, { folderUids, forceDeletion }) {
    const wanted = { folder_uids: folderUids, force: forceDeletion }
    const { result } = await perform(context, deleteFolders, wanted)
    return deletionAnswer({ folders: result.outcomes.map(folderOutcome) })
  },
}
