import { perform } from '../access/action.ts'
import type { Admitted } from '../access/admit-device.ts'
import { refuseCall } from '../access/refuse-call.ts'
import type { SharedRecord } from '../store/state/records.ts'
import { readFolders, type SharedTree } from '../vault/actions/read-folders.ts'
import { readSecrets } from '../vault/actions/read-secrets.ts'
import type { DeviceCall } from './device-call.ts'
import { type Arrived, type House, type Knock, openDoor } from './device-door.ts'
import { endpointOf } from './endpoint.ts'
import { sealResponse } from './envelope.ts'
import { addFileCall, getFilesCall, servedFiles } from './file-calls.ts'
import { createFolderCall, deleteFolderCall, updateFolderCall } from './folder-calls.ts'
import {
  createSecretCall,
  deleteSecretCall,
  finalizeUpdateCall,
  rollbackUpdateCall,
  updateSecretCall,
} from './record-calls.ts'
import { parseRequest, type RequestOf } from './requests.ts'
import {
  type FileAnswer,
  foldersAnswer,
  type LinkAnswer,
  type ServedApplication,
  type ServedFolder,
  type ServedRecord,
  secretsAnswer,
} from './responses.ts'
import { servedLinks } from './served-links.ts'
import { warningsFor } from './warnings.ts'

function applicationOf({ application, device, binding, at }: Admitted): ServedApplication {
  const warnings = warningsFor(device, at)
  return {
    appData: application.data,
    ...(binding && {
      binding: {
        encryptedAppKey: binding.encrypted_app_key,
        appOwnerPublicKey: binding.owner_public_key,
      },
    }),
    expiresOn: device.access_expires_at,
    ...(warnings && { warnings }),
  }
}

/** What goes with records, whatever their place. */
type Along = {
  /** Only when they are asked for. */
  readonly linksOf?: (record_uid: string) => readonly LinkAnswer[]
  readonly filesOf: (record_uid: string) => readonly FileAnswer[] | undefined
}

/** How records of one place are written: below a folder, `top` is the shared folder above them. */
const servedRecord =
  ({ linksOf, filesOf }: Along, top?: string) =>
  ({
    record_uid,
    record_key,
    folder_uid,
    data,
    revision,
    editable,
  }: SharedRecord): ServedRecord => ({
    recordUid: record_uid,
    recordKey: record_key,
    data,
    revision,
    isEditable: editable === 1,
    ...(top !== undefined && folder_uid !== top && { innerFolderUid: folder_uid }),
    files: filesOf(record_uid),
    ...(linksOf && { links: linksOf(record_uid) }),
  })

const getSecret: DeviceCall<RequestOf<'get_secret'>> = {
  parse: (payload) => parseRequest('get_secret', payload),
  asksFor: ({ requestedRecords, requestedFolders }) =>
    [...requestedRecords, ...requestedFolders].join(',') || '*',
  async answer(context, { requestedRecords, requestedFolders, requestLinks }, { files }) {
    const asked = { records: requestedRecords, folders: requestedFolders, links: requestLinks }
    const { admitted, result } = await perform(context, readSecrets, asked)
    const along = {
      filesOf: servedFiles(result.files, admitted, files),
      ...(requestLinks && { linksOf: servedLinks(result.links) }),
    }
    return secretsAnswer(applicationOf(admitted), {
      folders: result.folders.map(({ share, records }) => ({
        folderUid: share.secret_uid,
        folderKey: share.encrypted_secret_key,
        isEditable: share.editable === 1,
        records: records.map(servedRecord(along, share.secret_uid)),
      })),
      records: result.records.map(servedRecord(along)),
    })
  },
}

const servedFolders = ({ share, folders }: SharedTree): readonly ServedFolder[] =>
  folders.map(({ folder_uid, folder_key, parent_uid, data }) => ({
    folderUid: folder_uid,
    folderKey: folder_uid === share.secret_uid ? share.encrypted_secret_key : folder_key,
    data,
    parent: parent_uid,
    isEditable: share.editable === 1,
  }))

const getFolders: DeviceCall<RequestOf<'get_folders'>> = {
  parse: (payload) => parseRequest('get_folders', payload),
  asksFor: () => '*',
  async answer(context) {
    const { admitted, result } = await perform(context, readFolders, {})
    return foldersAnswer(applicationOf(admitted), result.trees.flatMap(servedFolders))
  },
}

/** Names that are no calls. */
const notServed: DeviceCall<object> = {
  parse: () => ({}),
  asksFor: () => undefined,
  async answer(context) {
    await perform(context, refuseCall, {})
    return undefined
  },
}

async function serve<Request>(house: House, knock: Knock, call: DeviceCall<Request>) {
  const arrived: Arrived<Request> = await openDoor(house, knock, call)
  const answer = await call.answer(arrived.context, arrived.request, house)
  return answer ? sealResponse(arrived.transmissionKey, answer) : new Uint8Array()
}

/**
 * Answers a call of the device protocol: the raw body of status 200. It resolves after the event of the access is on
 * disk. What it throws has left its event too; `errorAnswer` turns it into the error body.
 */
export function answerDevice(house: House, knock: Knock): Promise<Uint8Array> {
  switch (endpointOf(knock.endpoint)) {
    case 'get_secret':
      return serve(house, knock, getSecret)
    case 'get_folders':
      return serve(house, knock, getFolders)
    case 'create_secret':
      return serve(house, knock, createSecretCall)
    case 'update_secret':
      return serve(house, knock, updateSecretCall)
    case 'finalize_secret_update':
      return serve(house, knock, finalizeUpdateCall)
    case 'rollback_secret_update':
      return serve(house, knock, rollbackUpdateCall)
    case 'delete_secret':
      return serve(house, knock, deleteSecretCall)
    case 'create_folder':
      return serve(house, knock, createFolderCall)
    case 'update_folder':
      return serve(house, knock, updateFolderCall)
    case 'delete_folder':
      return serve(house, knock, deleteFolderCall)
    case 'add_file':
      return serve(house, knock, addFileCall)
    case 'get_files':
      return serve(house, knock, getFilesCall)
    default:
      return serve(house, knock, notServed)
  }
}
