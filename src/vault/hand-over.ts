import type { Person } from '../access/person.ts'
import { conflict, invalid } from '../kernel/errors.ts'
import type { State } from '../store/state.ts'
import { ownApplication, ownFolder, ownRecord } from './own.ts'

/** Something that is handed over, with its key wrapped to the new owner's public key. */
export type Handed = { readonly uid: string; readonly key: string }

/** What is handed over together. */
export type HandedOver = {
  readonly records: readonly Handed[]
  readonly files: readonly Handed[]
  /** Shared folders; what lies in one goes with it. */
  readonly folders: readonly Handed[]
  readonly applications: readonly Handed[]
}

type Named = Readonly<Record<keyof HandedOver, ReadonlySet<string>>>

const uidsOf = (things: readonly Handed[]) => new Set(things.map(({ uid }) => uid))

const changed = () =>
  conflict('the vault was changed while it was handed over: nothing was done, so do it again')

/** A folder goes as a whole: every record in it is named, or it was added meanwhile. */
async function checkFolder(state: State, uid: string, { named, who }: Checked) {
  const { parent_uid } = await ownFolder(state, uid, who)
  if (parent_uid !== null)
    throw invalid(`folder ${uid} goes with the shared folder that it lies in`)
  for (const { record_uid, owner_uid } of await state.records.listUnder(uid))
    if (owner_uid === who.account_uid && !named.records.has(record_uid)) throw changed()
}

/** A record goes with its files, and with the folder that it lies in. */
async function checkRecord(state: State, uid: string, { named, who }: Checked) {
  const { top_uid } = await ownRecord(state, uid, who)
  if (top_uid !== null && !named.folders.has(top_uid))
    throw invalid(`record ${uid} lies in shared folder ${top_uid}: hand that over`)
  const files = await state.files.listOf(uid)
  if (files.some(({ file_uid }) => !named.files.has(file_uid))) throw changed()
  return files.map(({ file_uid }) => file_uid)
}

/** Applications and what is shared with them stay in one hand: its devices make records for the owner of both. */
async function checkShares(state: State, named: Named) {
  const secrets = new Set([...named.records, ...named.folders])
  for (const app_uid of named.applications)
    for (const { secret_uid, kind } of await state.shares.listOf(app_uid))
      if (!secrets.has(secret_uid))
        throw invalid(
          `application ${app_uid} reads ${kind} ${secret_uid}: hand that over as well, or end the share`,
        )
  for (const secret_uid of secrets)
    for (const { app_uid, kind } of await state.shares.listOfSecret(secret_uid))
      if (!named.applications.has(app_uid))
        throw invalid(
          `${kind} ${secret_uid} is shared with application ${app_uid}: hand that over as well, or end the share`,
        )
}

type Checked = { readonly named: Named; readonly who: Person }

/** Throws unless all of it is one's own and nothing of it would be torn apart. */
export async function checkHandOver(state: State, given: HandedOver, who: Person): Promise<void> {
  const named: Named = {
    records: uidsOf(given.records),
    files: uidsOf(given.files),
    folders: uidsOf(given.folders),
    applications: uidsOf(given.applications),
  }
  const checked = { named, who }
  for (const uid of named.applications) await ownApplication(state, uid, who)
  for (const uid of named.folders) await checkFolder(state, uid, checked)
  const files = new Set<string>()
  for (const uid of named.records)
    for (const file of await checkRecord(state, uid, checked)) files.add(file)
  if ([...named.files].some((uid) => !files.has(uid))) throw changed()
  await checkShares(state, named)
}

/** Gives all of it another owner. What was announced and has not come yet is dropped. */
export async function giveAll(
  state: State,
  given: HandedOver,
  { owner_uid, at }: { readonly owner_uid: string; readonly at: Date },
): Promise<void> {
  for (const { uid, key } of given.records) {
    await state.ownership.giveRecord({ uid, owner_uid, key })
    await state.uploads.removeOf(uid)
  }
  for (const { uid, key } of given.files) await state.ownership.giveFile({ uid, owner_uid, key })
  for (const { uid, key } of given.folders) {
    await state.ownership.giveFolder({ uid, owner_uid, key })
    await state.folderGrants.remove(uid, owner_uid)
    // Whoever had it knows its key.
    await state.folders.keyIsDue(uid, at.getTime())
  }
  for (const { uid, key } of given.applications) {
    await state.ownership.giveApplication({ uid, owner_uid, key })
    await state.applicationGrants.remove(uid, owner_uid)
  }
}
