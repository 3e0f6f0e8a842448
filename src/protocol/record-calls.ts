import { perform } from '../access/action.ts'
import { createSecret } from '../vault/actions/create-secret.ts'
import { deleteSecrets } from '../vault/actions/delete-secrets.ts'
import { finalizeUpdate } from '../vault/actions/finalize-update.ts'
import { rollbackUpdate } from '../vault/actions/rollback-update.ts'
import { stageUpdate } from '../vault/actions/stage-update.ts'
import { updateSecret } from '../vault/actions/update-secret.ts'
import type { DeviceCall } from './device-call.ts'
import { deletionAnswer, recordOutcome } from './outcomes.ts'
import { parseRequest, type RequestOf } from './requests.ts'

/** The calls that make, change and delete records. */

export const createSecretCall: DeviceCall<RequestOf<'create_secret'>> = {
  parse: (payload) => parseRequest('create_secret', payload),
  asksFor: ({ recordUid }) => recordUid,
  async answer(context, { recordUid, recordKey, folderUid, folderKey, data, subFolderUid }) {
    await perform(context, createSecret, {
      record_uid: recordUid,
      owner_key: recordKey,
      shared_folder_uid: folderUid,
      folder_key: folderKey,
      sub_folder_uid: subFolderUid,
      data,
    })
    return undefined
  },
}

export const updateSecretCall: DeviceCall<RequestOf<'update_secret'>> = {
  parse: (payload) => parseRequest('update_secret', payload),
  asksFor: ({ recordUid }) => recordUid,
  async answer(context, { recordUid, data, revision, transactionType: kind, links2Remove }) {
    const update = { record_uid: recordUid, data, revision, links: links2Remove }
    await (kind === undefined
      ? perform(context, updateSecret, update)
      : perform(context, stageUpdate, { ...update, kind }))
    return undefined
  },
}

export const finalizeUpdateCall: DeviceCall<RequestOf<'finalize_secret_update'>> = {
  parse: (payload) => parseRequest('finalize_secret_update', payload),
  asksFor: ({ recordUid }) => recordUid,
  async answer(context, { recordUid }) {
    await perform(context, finalizeUpdate, { record_uid: recordUid })
    return undefined
  },
}

export const rollbackUpdateCall: DeviceCall<RequestOf<'rollback_secret_update'>> = {
  parse: (payload) => parseRequest('rollback_secret_update', payload),
  asksFor: ({ recordUid }) => recordUid,
  async answer(context, { recordUid }) {
    await perform(context, rollbackUpdate, { record_uid: recordUid })
    return undefined
  },
}

export const deleteSecretCall: DeviceCall<RequestOf<'delete_secret'>> = {
  parse: (payload) => parseRequest('delete_secret', payload),
  asksFor: ({ recordUids }) => recordUids.join(','),
  async answer(context, { recordUids }) {
    const { result } = await perform(context, deleteSecrets, { record_uids: recordUids })
    return deletionAnswer({ records: result.outcomes.map(recordOutcome) })
  },
}
