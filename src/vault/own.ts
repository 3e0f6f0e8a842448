import type { Person } from '../access/person.ts'
import { notFound } from '../kernel/errors.ts'
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

export const ownFolder = async ({ folders }: State, uid: string, who: Person) =>
  owned(await folders.find(uid), who, `there is no folder ${uid} in your vault`)

export const ownApplication = async ({ applications }: State, uid: string, who: Person) =>
  owned(await applications.find(uid), who, `there is no application ${uid} in your vault`)
