import type { Person } from '../access/person.ts'
import { denied } from '../kernel/errors.ts'
import type { StoredFile } from '../store/state/files.ts'
import type { FolderGrant } from '../store/state/folder-grants.ts'
import type { Folder } from '../store/state/folders.ts'
import type { StoredRecord } from '../store/state/records.ts'
import type { TeamGrant } from '../store/state/team-grants.ts'
import type { State } from '../store/state.ts'
import { ownFile, ownFolder, ownRecord } from './own.ts'

/** What somebody reaches in shared folders of other people; what they do not reach is not there. */

/** How somebody gets into a shared folder of somebody else. */
export type Way = Pick<FolderGrant, 'folder_uid' | 'folder_key' | 'editable'> & {
  /** The team whose private key opens the folder's key; null where it is wrapped for the person. */
  readonly team_uid: string | null
}

const wayOf = ({ folder_uid, folder_key, editable, ...by }: FolderGrant | TeamGrant): Way => ({
  ...{ folder_uid, folder_key, editable },
  team_uid: 'team_uid' in by ? by.team_uid : null,
})

/** One way of several that lead to the same folder. Who may change it by one of them may. */
const joined = ([first, ...more]: readonly Way[]): Way | undefined =>
  first && { ...first, editable: [first, ...more].some(({ editable }) => editable === 1) ? 1 : 0 }

/** Every shared folder of others that somebody was let into, alone or with a team. */
export async function waysOf(state: State, who: Person): Promise<readonly Way[]> {
  const { account_uid } = who
  const ways = [
    ...(await state.folderGrants.listOf(account_uid)),
    ...(await state.teamGrants.reachedBy(account_uid)),
  ].map(wayOf)
  const found: Way[] = []
  for (const [folder_uid, several] of Map.groupBy(ways, (way) => way.folder_uid)) {
    const folder = await state.folders.find(folder_uid)
    const way = joined(several)
    if (way && folder && folder.owner_uid !== account_uid) found.push(way)
  }
  return found
}

/** How somebody gets into this one, if they do. */
export async function wayInto(state: State, top_uid: string | null, { account_uid }: Person) {
  if (top_uid === null) return undefined
  const direct = await state.folderGrants.find(top_uid, account_uid)
  const byTeams = await state.teamGrants.reachedIn(account_uid, top_uid)
  return joined([...(direct ? [direct] : []), ...byTeams].map(wayOf))
}

async function grantOn(state: State, record: StoredRecord | undefined, who: Person) {
  if (!record || record.owner_uid === who.account_uid) return undefined
  return wayInto(state, record.top_uid, who)
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

/** Those that somebody may read, of records or of what is known by them. */
export async function readableOf<Thing extends Pick<StoredRecord, 'owner_uid' | 'top_uid'>>(
  state: State,
  things: readonly Thing[],
  who: Person,
): Promise<readonly Thing[]> {
  const isOwn = ({ owner_uid }: Thing) => owner_uid === who.account_uid
  if (things.every(isOwn)) return things
  const tops = new Set((await waysOf(state, who)).map(({ folder_uid }) => folder_uid))
  return things.filter((thing) => isOwn(thing) || tops.has(thing.top_uid ?? ''))
}

/** The same to be changed. Throws `denied` where somebody was let in to read only. */
export async function changeableRecord(
  state: State,
  uid: string,
  who: Person,
): Promise<StoredRecord> {
  const record = await state.records.find(uid)
  const grant = await grantOn(state, record, who)
  if (!record || !grant) return ownRecord(state, uid, who)
  if (grant.editable === 0)
    throw denied(`record ${uid} lies in a folder that you may read and not change: ask its owner`)
  return record
}

/** A folder of one's own, or one that somebody may put something into. Throws `denied` where they may only read. */
export async function changeableFolder(state: State, uid: string, who: Person): Promise<Folder> {
  const folder = await state.folders.find(uid)
  if (!folder || folder.owner_uid === who.account_uid) return ownFolder(state, uid, who)
  const way = await wayInto(state, folder.top_uid, who)
  if (!way) return ownFolder(state, uid, who)
  if (way.editable === 0)
    throw denied(`folder ${uid} is one that you may read and not change: ask its owner`)
  return folder
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
