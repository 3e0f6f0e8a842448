import { DeviceRefusal } from '../access/device-refusal.ts'
import type { Folder } from '../store/state/folders.ts'
import type { StoredRecord } from '../store/state/records.ts'
import type { Share } from '../store/state/shares.ts'
import type { State } from '../store/state.ts'

/** What an application reaches, and may its devices change it? What it does not reach is not there. */

type Reached<Thing> = { readonly thing: Thing; readonly ways: readonly Share[] }

function editable<Thing>({ thing, ways }: Reached<Thing>): Thing {
  if (!ways.some((share) => share.editable === 1)) throw new DeviceRefusal('not_permitted')
  return thing
}

/** A record, by its own share, by that of the shared folder it lies in, or by both. */
async function reach(
  { records, shares }: State,
  app_uid: string,
  record_uid: string,
): Promise<Reached<StoredRecord>> {
  const thing = await records.find(record_uid)
  if (!thing) throw new DeviceRefusal('record_not_found')
  const both = [
    await shares.find(app_uid, record_uid),
    thing.top_uid === null ? undefined : await shares.find(app_uid, thing.top_uid),
  ]
  const ways = both.filter((share) => share !== undefined)
  if (ways.length === 0) throw new DeviceRefusal('record_not_found')
  return { thing, ways }
}

export const readableRecord = async (state: State, app_uid: string, record_uid: string) =>
  (await reach(state, app_uid, record_uid)).thing

export const editableRecord = async (state: State, app_uid: string, record_uid: string) =>
  editable(await reach(state, app_uid, record_uid))

/** A shared folder or one below it; either way it is the shared folder that is shared. */
export async function editableFolder(
  { folders, shares }: State,
  app_uid: string,
  folder_uid: string,
): Promise<Folder> {
  const thing = await folders.find(folder_uid)
  const share = thing && (await shares.find(app_uid, thing.top_uid))
  if (!share) throw new DeviceRefusal('folder_not_found')
  return editable({ thing, ways: [share] })
}

/** A place in a shared folder: the folder itself when none below it is named. What is put there is its owner's. */
export async function placeIn(
  state: State,
  app_uid: string,
  { top_uid, folder_uid }: { readonly top_uid: string; readonly folder_uid?: string | undefined },
): Promise<Pick<Folder, 'folder_uid' | 'owner_uid'>> {
  const top = await editableFolder(state, app_uid, top_uid)
  if (top.parent_uid !== null) throw new DeviceRefusal('not_below')
  if (folder_uid === undefined || folder_uid === top_uid) return top
  const folder = await editableFolder(state, app_uid, folder_uid)
  if (folder.top_uid !== top_uid) throw new DeviceRefusal('not_below')
  return folder
}
