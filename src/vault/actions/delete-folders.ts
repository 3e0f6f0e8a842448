import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { DeviceRefusal } from '../../access/device-refusal.ts'
import type { State } from '../../store/state.ts'
import { folderDeleted, recordDeleted } from '../device-erasure.ts'
import { eraseFolder, folderContents } from '../erase-folder.ts'
import { erased } from '../erase-record.ts'
import { eventsOfAll, oneByOne } from '../one-by-one.ts'
import { editableFolder } from '../reach.ts'

type Wanted = { readonly app_uid: string; readonly force: boolean }

async function deleteOne(state: State, folder_uid: string, { app_uid, force }: Wanted) {
  const folder = await editableFolder(state, app_uid, folder_uid)
  if (folder.parent_uid === null) throw new DeviceRefusal('shared_folder')
  const contents = await folderContents(state, folder)
  const { inside, held } = contents
  if (!force && inside.length - 1 + held.length > 0) throw new DeviceRefusal('folder_not_empty')
  return { inside, held, gone: await eraseFolder(state, contents) }
}

/** Deletes folders below shared ones on behalf of a device; with `force` also those that still hold something. */
export const deleteFolders = deviceAction({
  name: 'folder.delete',
  input: z.object({ folder_uids: z.array(z.string()).min(1), force: z.boolean() }),
  async run(state, { folder_uids, force }, { application, address }) {
    const wanted = { app_uid: application.app_uid, force }
    const outcomes = await oneByOne(folder_uids, (uid) => deleteOne(state, uid, wanted))
    return { outcomes, address }
  },
  leaves: (_, { outcomes, address }, { endpoint, ...by }) =>
    eventsOfAll(outcomes, { ...by, endpoint, device_ip: address }, ({ inside, held, gone }) => [
      ...held.flatMap((record) => recordDeleted(record, by)),
      ...inside.toReversed().map((folder) => folderDeleted(folder, by)),
      ...erased(gone, by),
    ]),
})
