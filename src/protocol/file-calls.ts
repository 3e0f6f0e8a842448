import { perform } from '../access/action.ts'
import type { Admitted } from '../access/admit-device.ts'
import type { StoredFile } from '../store/state/files.ts'
import { addFile } from '../vault/actions/add-file.ts'
import { readFiles } from '../vault/actions/read-files.ts'
import type { DeviceCall } from './device-call.ts'
import { type FileHouse, filePath, fileUrl } from './file-house.ts'
import { parseRequest, type RequestOf } from './requests.ts'
import type { FileAnswer } from './responses.ts'

/** The calls about files; their bytes go another way (`file-door.ts`). */

/** The status of an upload that went well, as S3 answers it and SDKs expect. */
export const uploadedStatus = 201

type Reader = Pick<Admitted, 'device' | 'at'>

const answerOf =
  ({ device: { device_uid }, at }: Reader, house: FileHouse) =>
  ({ file_uid, link_key, data, thumbnail_size }: StoredFile): FileAnswer => {
    const holder = { device_uid, file_uid, at }
    return {
      fileUid: file_uid,
      fileKey: link_key,
      data,
      url: fileUrl(house, 'download', holder),
      thumbnailUrl: thumbnail_size === null ? null : fileUrl(house, 'thumbnail', holder),
    }
  }

/** Finds the files of a record, each with links of its own that this device alone can use. */
export function servedFiles(files: readonly StoredFile[], reader: Reader, house: FileHouse) {
  const byRecord = Map.groupBy(files, ({ record_uid }) => record_uid)
  return (record_uid: string): readonly FileAnswer[] | undefined =>
    byRecord.get(record_uid)?.map(answerOf(reader, house))
}

export const addFileCall: DeviceCall<RequestOf<'add_file'>> = {
  parse: (payload) => parseRequest('add_file', payload),
  asksFor: ({ ownerRecordUid }) => ownerRecordUid,
  async answer(context, request, { files }) {
    const { admitted, result } = await perform(context, addFile(files.limits), {
      record_uid: request.ownerRecordUid,
      record_data: request.ownerRecordData,
      record_revision: request.ownerRecordRevision,
      file_uid: request.fileRecordUid,
      owner_key: request.fileRecordKey,
      link_key: request.linkKey,
      data: request.fileRecordData,
      size: request.fileSize,
    })
    const token = files.tickets.seal({
      use: 'upload',
      file_uid: request.fileRecordUid,
      device_uid: admitted.device.device_uid,
      expires_at: result.expires_at,
    })
    return {
      url: `https://${files.hostname()}${filePath}/upload`,
      parameters: JSON.stringify({ token }),
      successStatusCode: uploadedStatus,
    }
  },
}

/**
 * Ruby alone makes this call. Its `get_file_data` then wants the metadata under the application's key, which no server
 * without keys can give: it says so by failing to decrypt. The links and keys are as in `get_secret`.
 */
export const getFilesCall: DeviceCall<RequestOf<'get_files'>> = {
  parse: (payload) => parseRequest('get_files', payload),
  asksFor: ({ fileUids }) => fileUids.join(','),
  async answer(context, { fileUids }, { files }) {
    const { admitted, result } = await perform(context, readFiles, { file_uids: fileUids })
    return { files: result.files.map(answerOf(admitted, files)) }
  },
}
