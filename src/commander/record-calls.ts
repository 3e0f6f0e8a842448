import type { Person } from '../access/person.ts'
import { Failure } from '../kernel/errors.ts'
import type { State } from '../store/state.ts'
import { ownApplication, ownRecord } from '../vault/own.ts'
import type { PersonCall } from './house.ts'
import { allowed } from './leave-refusal.ts'
import { recordsDetailsRequest, recordsDetailsResponse } from './messages/records.ts'
import { uidBytes, uidOf } from './uid-bytes.ts'
import { decode, encode } from './wire.ts'

type Own = { readonly uid: string; readonly top_uid: string | null }

/** One's own record or application, or undefined. */
async function ownOf(state: State, uid: string, who: Person): Promise<Own | undefined> {
  try {
    const record = await state.records.find(uid)
    if (!record) return { uid: (await ownApplication(state, uid, who)).app_uid, top_uid: null }
    return { uid, top_uid: (await ownRecord(state, uid, who)).top_uid }
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

const withAccess = ({ uid, top_uid }: Own, { email, account_uid }: Person) => ({
  recordUid: uidBytes(uid),
  userPermission: [
    {
      username: email,
      owner: true,
      sharable: true,
      editable: true,
      accountUid: uidBytes(account_uid),
    },
  ],
  sharedFolderPermission:
    top_uid === null
      ? []
      : [{ sharedFolderUid: uidBytes(top_uid), resharable: true, editable: true, revision: 1 }],
})

/** Who may read which records: everything in a vault is its owner's. It hands out nothing that `sync-down` has not. */
const recordsDetails: PersonCall = async ({ house, payload, context }) => {
  const { who } = context.caller
  const uids = decode(recordsDetailsRequest, payload).recordUid.map(uidOf)
  const own = await house.store.read(async (state) => {
    const found: (Own | undefined)[] = []
    for (const uid of uids) found.push(await ownOf(state, uid, who))
    return found.filter((one) => one !== undefined)
  })
  const known = new Set(own.map(({ uid }) => uid))
  return encode(recordsDetailsResponse, {
    records: own.map((one) => withAccess(one, who)),
    noPermissionRecordUid: uids.filter((uid) => !known.has(uid)).map(uidBytes),
  })
}

export const recordCalls = {
  'vault/get_records_details': allowed('vault', recordsDetails),
} as const satisfies Readonly<Record<string, PersonCall>>
