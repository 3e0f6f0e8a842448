import type { Person } from '../access/person.ts'
import { invalid, notFound } from '../kernel/errors.ts'
import type { Folder } from '../store/state/folders.ts'
import type { Share } from '../store/state/shares.ts'
import type { State } from '../store/state.ts'

/** What belongs to somebody else is not there: the answer does not tell that it exists. */
const owned = <Thing extends { readonly owner_uid: string }>(
  thing: Thing | undefined,
  who: Person,
  sentence: string,
): Thing => {
  if (thing?.owner_uid !== who.account_uid) throw notFound(sentence)
  return thing
}

export const ownRecord = async ({ records }: State, uid: string, who: Person) =>
  owned(await records.find(uid), who, `there is no record ${uid} in your vault`)

export const ownFile = async ({ files }: State, uid: string, who: Person) =>
  owned(await files.find(uid), who, `there is no file ${uid} in your vault`)

export const ownFolder = async ({ folders }: State, uid: string, who: Person) =>
  owned(await folders.find(uid), who, `there is no folder ${uid} in your vault`)

/** A shared folder of one's own. */
export async function ownTop(state: State, uid: string, who: Person): Promise<Folder> {
  const folder = await ownFolder(state, uid, who)
  if (folder.parent_uid !== null)
    throw invalid(`folder ${uid} lies in shared folder ${folder.top_uid}: only that can be shared`)
  return folder
}

export const ownApplication = async ({ applications }: State, uid: string, who: Person) =>
  owned(await applications.find(uid), who, `there is no application ${uid} in your vault`)

/** What a UID stands for that is to be shared with an application: a record, or a whole shared folder. */
export async function ownSecret(
  { records, folders }: State,
  uid: string,
  who: Person,
): Promise<Share['kind']> {
  const record = await records.find(uid)
  if (record?.owner_uid === who.account_uid) return 'record'
  const sentence = `there is no record or shared folder ${uid} in your vault`
  const folder = owned(await folders.find(uid), who, sentence)
  if (folder.parent_uid !== null)
    throw invalid(
      `folder ${uid} lies in shared folder ${folder.top_uid}: only the whole shared folder can be shared`,
    )
  return 'folder'
}

/** A share of an application of one's own. */
export async function ownShare({ shares }: State, app_uid: string, secret_uid: string) {
  const share = await shares.find(app_uid, secret_uid)
  if (!share) throw notFound(`${secret_uid} is not shared with application ${app_uid}`)
  return share
}

/** A device in use, of an application of one's own. */
export async function ownDevice({ devices }: State, app_uid: string, device_uid: string) {
  const device = await devices.find(device_uid)
  if (device?.app_uid !== app_uid || device.removed_at !== null)
    throw notFound(`there is no device ${device_uid} in application ${app_uid}`)
  return device
}
