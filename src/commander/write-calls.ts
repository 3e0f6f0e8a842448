import { perform } from '../access/action.ts'
import { addRecord } from '../vault/actions/add-record.ts'
import { renameApplication } from '../vault/actions/rename-application.ts'
import { updateRecord } from '../vault/actions/update-record.ts'
import type { OfPerson, PersonCall } from './house.ts'
import {
  recordsAddRequest,
  recordsModifyResponse,
  recordsUpdateRequest,
} from './messages/records.ts'
import { toBase64, uidBytes, uidOf } from './uid-bytes.ts'
import { decode, encode, type Read } from './wire.ts'

/** What Commander writes into a vault: records of version 3. What fails, fails as a whole, with a sentence that it shows. */

const answered = (written: readonly { readonly record_uid: string; readonly revision: number }[]) =>
  encode(recordsModifyResponse, {
    records: written.map(({ record_uid }) => ({ recordUid: uidBytes(record_uid) })),
    revision: Math.max(0, ...written.map(({ revision }) => revision)),
  })

const add: PersonCall = async ({ context, payload }) => {
  const written = []
  for (const record of decode(recordsAddRequest, payload).records) {
    const folder = { folder_uid: uidOf(record.folderUid), folder_key: toBase64(record.folderKey) }
    const input = {
      record_uid: uidOf(record.recordUid),
      owner_key: toBase64(record.recordKey),
      data: toBase64(record.data),
      ...(record.folderUid.length > 0 && { folder }),
    }
    written.push(await perform(context, addRecord, input))
  }
  return answered(written)
}

type Update = Read<typeof recordsUpdateRequest>['records'][number]

/** An application is a record to Commander, whose data is its title. */
async function updateOne({ house, context }: OfPerson, { recordUid, data, revision }: Update) {
  const uid = uidOf(recordUid)
  const input = { data: toBase64(data) }
  const isApplication = await house.store.read(({ applications }) => applications.find(uid))
  if (!isApplication) return perform(context, updateRecord, { record_uid: uid, revision, ...input })
  await perform(context, renameApplication, { app_uid: uid, ...input })
  return { record_uid: uid, revision }
}

const update: PersonCall = async (asked) => {
  const written = []
  for (const record of decode(recordsUpdateRequest, asked.payload).records)
    written.push(await updateOne(asked, record))
  return answered(written)
}

export const writeCalls = {
  'vault/records_add': add,
  'vault/records_update': update,
} as const satisfies Readonly<Record<string, PersonCall>>
