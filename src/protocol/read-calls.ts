import { perform } from '../access/action.ts'
import type { Admitted } from '../access/admit-device.ts'
import type { SharedRecord } from '../store/state/records.ts'
import type { SharedContents } from '../store/state/shared-contents.ts'
import { readFolders, type SharedTree } from '../vault/actions/read-folders.ts'
import { readSecrets } from '../vault/actions/read-secrets.ts'
import type { DeviceCall } from './device-call.ts'
import { servedFiles } from './file-calls.ts'
import { parseRequest, type RequestOf } from './requests.ts'
import {
  type FileAnswer,
  foldersAnswer,
  type LinkAnswer,
  type ServedApplication,
  type ServedFolder,
  type ServedRecord,
  secretsAnswer,
  secretsContent,
} from './responses.ts'
import { servedLinks } from './served-links.ts'
import { warningsFor } from './warnings.ts'

/** The calls that hand out what an application's shares hold. */

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

type Served = Pick<SharedContents, 'folders' | 'records'>

const contentOf = ({ folders, records }: Served, along: Along): string =>
  secretsContent({
    folders: folders.map(({ share, records: below }) => ({
      folderUid: share.secret_uid,
      folderKey: share.encrypted_secret_key,
      isEditable: share.editable === 1,
      records: below.map(servedRecord(along, share.secret_uid)),
    })),
    records: records.map(servedRecord(along)),
  })

/** By the folders of what is served whole: they stay the same object until somebody changes something. */
type Wholes = WeakMap<Served['folders'], string>

const wholes: Wholes = new WeakMap()
/** The same with a list of links at every record, all of them empty. */
const wholesWithLinks: Wholes = new WeakMap()

/** What all that ask for everything are served alike, written once. It would not be alike with files, whose links are each device's own. */
function wholeOf(served: Served, along: Along): string {
  const kept = along.linksOf ? wholesWithLinks : wholes
  const known = kept.get(served.folders)
  if (known !== undefined) return known
  const content = contentOf(served, along)
  kept.set(served.folders, content)
  return content
}

const isForAll = ({ requestedRecords, requestedFolders }: RequestOf<'get_secret'>) =>
  requestedRecords.length + requestedFolders.length === 0

export const getSecretCall: DeviceCall<RequestOf<'get_secret'>> = {
  parse: (payload) => parseRequest('get_secret', payload),
  asksFor: ({ requestedRecords, requestedFolders }) =>
    [...requestedRecords, ...requestedFolders].join(',') || '*',
  async answer(context, request, { files }) {
    const { requestedRecords, requestedFolders, requestLinks } = request
    const asked = { records: requestedRecords, folders: requestedFolders, links: requestLinks }
    const { admitted, result } = await perform(context, readSecrets, asked)
    const along = {
      filesOf: servedFiles(result.files, admitted, files),
      ...(requestLinks && { linksOf: servedLinks(result.links) }),
    }
    const isAlike = isForAll(request) && result.files.length + result.links.length === 0
    const content = isAlike ? wholeOf(result, along) : contentOf(result, along)
    return secretsAnswer(applicationOf(admitted), content)
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

export const getFoldersCall: DeviceCall<RequestOf<'get_folders'>> = {
  parse: (payload) => parseRequest('get_folders', payload),
  asksFor: () => '*',
  async answer(context) {
    const { admitted, result } = await perform(context, readFolders, {})
    return foldersAnswer(applicationOf(admitted), result.trees.flatMap(servedFolders))
  },
}
