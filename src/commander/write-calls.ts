import { perform } from '../access/action.ts'
import { addRecord } from '../vault/actions/add-record.ts'
import { updateRecord } from '../vault/actions/update-record.ts'
import type { PersonCall } from './house.ts'
import {
  recordsAddRequest,
  recordsModifyResponse,
  recordsUpdateRequest,
} from './messages/records.ts'
import { CommanderRefusal } from './refusal.ts'
import { toBase64, uidBytes, uidOf } from './uid-bytes.ts'
import { decode, encode } from './wire.ts'

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

const update: PersonCall = async ({ house, context, payload }) => {
  const written = []
  for (const { recordUid, data, revision } of decode(recordsUpdateRequest, payload).records) {
    const record_uid = uidOf(recordUid)
    const isApplication = await house.store.read(({ applications }) =>
      applications.find(record_uid),
    )
    if (isApplication)
      throw new CommanderRefusal('invalid', {
        word: 'unsupported',
        message: 'An application keeps its title: make another one.',
      })
    written.push(
      await perform(context, updateRecord, { record_uid, data: toBase64(data), revision }),
    )
  }
  return answered(written)
}

export const writeCalls = {
  'vault/records_add': add,
  'vault/records_update': update,
} as const satisfies Readonly<Record<string, PersonCall>>
