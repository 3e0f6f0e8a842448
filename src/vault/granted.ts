import type { Person } from '../access/person.ts'
import { denied } from '../kernel/errors.ts'
import type { StoredFile } from '../store/state/files.ts'
import type { StoredRecord } from '../store/state/records.ts'
import type { State } from '../store/state.ts'
import { ownFile, ownRecord } from './own.ts'

/** What somebody reaches in shared folders of other people; what they do not reach is not there. */

async function grantOn(state: State, record: StoredRecord | undefined, who: Person) {
  if (!record || record.top_uid === null) return undefined
  return state.folderGrants.find(record.top_uid, who.account_uid)
}

/** Its own key is its owner's: who was let into the folder opens it by that. */
const withoutOwnersKey = <Thing extends { readonly owner_key: string }>(thing: Thing): Thing => ({
  ...thing,
  owner_key: '',
})

/** A record of one's own, or in a folder that one was let into. */
export async function readableRecord(
  state: State,
  uid: string,
  who: Person,
): Promise<StoredRecord> {
  const record = await state.records.find(uid)
  if (record && (await grantOn(state, record, who))) return withoutOwnersKey(record)
  return ownRecord(state, uid, who)
}

/** The same to be changed. Throws `denied` where somebody was let in to read only. */
export async function changeableRecord(state: State, uid: string, who: Person): Promise<void> {
  const grant = await grantOn(state, await state.records.find(uid), who)
  if (!grant) await ownRecord(state, uid, who)
  else if (grant.editable === 0)
    throw denied(`record ${uid} lies in a folder that you may read and not change: ask its owner`)
}

export async function readableFile(state: State, uid: string, who: Person): Promise<StoredFile> {
  const file = await state.files.find(uid)
  const record = file && (await state.records.find(file.record_uid))
  if (file && (await grantOn(state, record, who))) return withoutOwnersKey(file)
  return ownFile(state, uid, who)
}

/** The files of a record, for whoever may read that. */
export const readableFiles = async (state: State, record: StoredRecord) => {
  const files = await state.files.listOf(record.record_uid)
  return record.owner_key === '' ? files.map(withoutOwnersKey) : files
}

/** Everything in the folders that somebody was let into, as they open it. */
export async function grantedThings({ folderGrants, folders, records }: State, who: Person) {
  const found = await Promise.all(
    (await folderGrants.listOf(who.account_uid)).map(async ({ folder_uid, folder_key }) => ({
      folders: (await folders.listUnder(folder_uid)).map((folder) =>
        folder.folder_uid === folder_uid ? { ...folder, folder_key } : folder,
      ),
      records: (await records.listUnder(folder_uid)).map(withoutOwnersKey),
    })),
  )
  return {
    folders: found.flatMap((one) => one.folders),
    records: found.flatMap((one) => one.records),
  }
}
