import { toBase64 } from '../../src/client/crypto/base64.ts'
import { badRequest, type Cast, type DeniedCall, denied, name } from './denied-calls.ts'

/** What devices may not make or end, as data. */

/** A call of a device that has connected, refused with this answer and this sentence. */
const refusedWrite = (
  title: string,
  [endpoint, payload]: [string, (vault: Cast['vault']) => object],
  { answer, reason, message }: { answer: DeniedCall['answer']; reason: string; message: string },
): DeniedCall => ({
  title,
  async act({ device, vault }) {
    await device.bind()
    return device.call(endpoint, payload(vault))
  },
  answer,
  event: { reason, endpoint, message: `KSM device ${name} ${message}`, secret_uid: newThing },
})

const newThing = 'AAAAAAAAAAAAAAAAAAAAAA'
const blob = (length: number) => toBase64(new Uint8Array(length))

const creation = (folderUid: string) => ({
  recordUid: newThing,
  recordKey: blob(125),
  folderUid,
  folderKey: blob(60),
  data: blob(412),
})
const folderCreation = (sharedFolderUid: string) => ({
  folderUid: newThing,
  sharedFolderUid,
  sharedFolderKey: blob(64),
  data: blob(48),
})
const notFound = (error: string, message: string) => ({ status: 404, error, message })
const conflict = (message: string) => ({ status: 409, error: 'bad_request', message })
const noFolder = notFound(
  'folder_uid_not_found',
  'There is no such folder in the shares of this application.',
)

export const deniedWrites: readonly DeniedCall[] = [
  refusedWrite(
    'a new record whose key comes in the clear, as from Ruby 17.2',
    ['create_secret', ({ folder }) => ({ ...creation(folder), recordKey: blob(32) })],
    {
      answer: badRequest(
        'This SDK sends the key of a new record in the clear, as Ruby 17.2.0 and older do. Upgrade the SDK to a release that encrypts it for the owner, or create the record with another SDK.',
      ),
      reason: 'plain_record_key',
      message: `sent the key of new record UID ${newThing} in the clear: its SDK is too old`,
    },
  ),
  {
    ...refusedWrite(
      'a new record with the UID of another',
      ['create_secret', (vault) => ({ ...creation(vault.folder), recordUid: vault.notShared })],
      {
        answer: conflict('There is a record with this UID already. Make a new UID and try again.'),
        reason: 'record_exists',
        message: 'tried to create record UID SECRET, which exists already',
      },
    ),
    secret: 'notShared',
  },
  refusedWrite(
    'a new record in a folder that is not shared',
    ['create_secret', () => creation(newThing)],
    {
      answer: noFolder,
      reason: 'folder_not_found',
      message: `asked for folder UID ${newThing}, which it does not have`,
    },
  ),
  refusedWrite(
    'a new record in a folder below, named as the shared one',
    ['create_secret', ({ folderBelow }) => creation(folderBelow)],
    {
      answer: badRequest('The folder does not lie in the shared folder that the request names.'),
      reason: 'not_below',
      message: `asked for ${newThing} in a shared folder that it does not lie in`,
    },
  ),
  {
    ...refusedWrite(
      'a new record in what is shared for reading',
      ['create_secret', ({ folder }) => creation(folder)],
      {
        answer: denied('This client may read but not change this. Ask for an editable share.'),
        reason: 'not_permitted',
        message: `may not change record UID ${newThing}`,
      },
    ),
    readOnly: true,
  },
  refusedWrite(
    'a new folder below none',
    ['create_folder', ({ folder }) => ({ ...folderCreation(folder), parentUid: newThing })],
    {
      answer: noFolder,
      reason: 'folder_not_found',
      message: `asked for folder UID ${newThing}, which it does not have`,
    },
  ),
  {
    ...refusedWrite(
      'a new folder with the UID of another',
      ['create_folder', (vault) => ({ ...folderCreation(vault.folder), folderUid: vault.folder })],
      {
        answer: conflict('There is a folder with this UID already. Make a new UID and try again.'),
        reason: 'folder_exists',
        message: 'tried to create folder UID SECRET, which exists already',
      },
    ),
    secret: 'folder',
  },
  refusedWrite(
    'a new name for a folder that it does not have',
    ['update_folder', () => ({ folderUid: newThing, data: blob(48) })],
    {
      answer: noFolder,
      reason: 'folder_not_found',
      message: `asked for folder UID ${newThing}, which it does not have`,
    },
  ),
  {
    ...refusedWrite(
      'the end of an update that was never made',
      ['finalize_secret_update', ({ single }) => ({ recordUid: single })],
      {
        answer: conflict(
          'No update of this record is waiting: none was made, or it was finalized, rolled back or has expired.',
        ),
        reason: 'nothing_staged',
        message: 'asked to end an update of record UID SECRET, but none waits',
      },
    ),
    secret: 'single',
  },
]
