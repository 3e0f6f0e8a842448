import type { Person } from '../access/person.ts'
import { Failure } from '../kernel/errors.ts'
import type { State } from '../store/state.ts'
import { heldApplication } from '../vault/held-application.ts'
import { ownRecord } from '../vault/own.ts'
import type { PersonCall } from './house.ts'
import { allowed } from './leave-refusal.ts'
import { recordsDetailsRequest, recordsDetailsResponse } from './messages/records.ts'
import { uidBytes, uidOf } from './uid-bytes.ts'
import { decode, encode } from './wire.ts'

/** Somebody who has a record or application, and whether as its owner or to change it. */
type Holder = Pick<Person, 'account_uid' | 'email'> & {
  readonly owner: boolean
  readonly manages: boolean
}
type Had = { readonly uid: string; readonly top_uid: string | null; readonly by: readonly Holder[] }

/** Who holds an application, its owner first. */
async function holdersOf(state: State, app_uid: string, owner_uid: string) {
  const email = async (account_uid: string) => (await state.accounts.find(account_uid))?.email ?? ''
  const holders: Holder[] = [
    { account_uid: owner_uid, email: await email(owner_uid), owner: true, manages: true },
  ]
  for (const { account_uid, permission } of await state.applicationGrants.listOfApplication(
    app_uid,
  )) {
    const manages = permission === 'manage'
    holders.push({ account_uid, email: await email(account_uid), owner: false, manages })
  }
  return holders
}

async function had(state: State, uid: string, who: Person): Promise<Had> {
  if (await state.records.find(uid)) {
    const { top_uid } = await ownRecord(state, uid, who)
    return { uid, top_uid, by: [{ ...who, owner: true, manages: true }] }
  }
  const { owner_uid } = await heldApplication(state, uid, who)
  return { uid, top_uid: null, by: await holdersOf(state, uid, owner_uid) }
}

/** One's own record, an application that one holds, or undefined. */
async function hadOrNot(state: State, uid: string, who: Person): Promise<Had | undefined> {
  try {
    return await had(state, uid, who)
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

const withAccess = ({ uid, top_uid, by }: Had) => ({
  recordUid: uidBytes(uid),
  userPermission: by.map(({ email, account_uid, owner, manages }) => ({
    username: email,
    owner,
    sharable: manages,
    editable: manages,
    accountUid: uidBytes(account_uid),
  })),
  sharedFolderPermission:
    top_uid === null
      ? []
      : [{ sharedFolderUid: uidBytes(top_uid), resharable: true, editable: true, revision: 1 }],
})

/** Who has which records and applications. It hands out nothing that `sync-down` has not. */
const recordsDetails: PersonCall = async ({ house, payload, context }) => {
  const { who } = context.caller
  const uids = decode(recordsDetailsRequest, payload).recordUid.map(uidOf)
  const found = await house.store.read(async (state) => {
    const each: (Had | undefined)[] = []
    for (const uid of uids) each.push(await hadOrNot(state, uid, who))
    return each.filter((one) => one !== undefined)
  })
  const known = new Set(found.map(({ uid }) => uid))
  return encode(recordsDetailsResponse, {
    records: found.map(withAccess),
    noPermissionRecordUid: uids.filter((uid) => !known.has(uid)).map(uidBytes),
  })
}

export const recordCalls = {
  'vault/get_records_details': allowed('vault', recordsDetails),
} as const satisfies Readonly<Record<string, PersonCall>>
