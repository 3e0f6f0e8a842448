import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { DeviceRefusal } from '../../access/device-refusal.ts'
import { appClientRecordCreate } from '../../events/catalog/ksm-writes.ts'
import { happened } from '../../events/event-type.ts'
import { placeIn } from '../reach.ts'

const firstRevision = 1
/** A key as it is. Wrapped to the owner it is longer. */
const plainKeyLength = 32

/** Puts a record that a device made into a shared folder, or into one below it. It belongs to the folder's owner. */
export const createSecret = deviceAction({
  name: 'secret.create',
  input: z.object({
    record_uid: z.string(),
    /** The record's key, wrapped to the owner's public key. */
    owner_key: z.string(),
    shared_folder_uid: z.string(),
    /** The record's key under the shared folder's. */
    folder_key: z.string(),
    sub_folder_uid: z.string().optional(),
    data: z.string(),
  }),
  async run(state, input, { application, at }) {
    const { record_uid, owner_key, folder_key, data, shared_folder_uid: top_uid } = input
    if (Buffer.from(owner_key, 'base64').length === plainKeyLength)
      throw new DeviceRefusal('plain_record_key')
    const place = { top_uid, folder_uid: input.sub_folder_uid }
    const { folder_uid, owner_uid } = await placeIn(state, application.app_uid, place)
    if (await state.records.find(record_uid)) throw new DeviceRefusal('record_exists')
    await state.records.insert({
      record_uid,
      owner_uid,
      folder_uid,
      top_uid,
      owner_key,
      folder_key,
      data,
      revision: firstRevision,
      created_at: at.getTime(),
      modified_at: at.getTime(),
    })
    return { folder_uid, revision: firstRevision }
  },
  leaves: ({ record_uid, shared_folder_uid }, made, { endpoint: _, ...by }) => [
    happened(appClientRecordCreate, {
      ...by,
      secret_uid: record_uid,
      shared_folder_uid,
      ...made,
    }),
  ],
})
