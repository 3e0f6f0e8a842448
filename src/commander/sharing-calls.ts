import { perform } from '../access/action.ts'
import { publicKeyOf } from '../access/recipient.ts'
import { Failure } from '../kernel/errors.ts'
import { changeFolderShare, shareFolder, unshareFolder } from '../vault/actions/folder-people.ts'
import { nothing, type OfPerson, type PersonCall } from './house.ts'
import { allowed } from './leave-refusal.ts'
import {
  folderUpdates,
  folderUpdatesDone,
  never,
  publicKeysRequest,
  publicKeysResponse,
  wanted,
} from './messages/sharing.ts'
import { keyTypes } from './messages/sync.ts'
import { accountOf } from './person-of.ts'
import { shareRecords } from './record-share-calls.ts'
import { CommanderRefusal, malformed } from './refusal.ts'
import { updateTeams } from './team-calls.ts'
import { fromBase64, toBase64, uidBytes, uidOf } from './uid-bytes.ts'
import { decode, encode, type Read } from './wire.ts'

/** Shared folders with other people in them, by the actions of every other client. */

/** To what somebody's keys are wrapped, or that they have no vault here. */
async function keyFor({ house }: OfPerson, username: string) {
  try {
    const { account_uid, public_key } = await house.store.read(publicKeyOf(username))
    return { username, publicEccKey: fromBase64(public_key), accountUid: uidBytes(account_uid) }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { username, errorCode: 'user_does_not_exist', message: error.message }
  }
}

const publicKeys: PersonCall = async (asked) => {
  const { usernames } = decode(publicKeysRequest, asked.payload)
  const keyResponses = []
  for (const username of usernames) keyResponses.push(await keyFor(asked, username))
  return encode(publicKeysResponse, { keyResponses })
}

type Update = Read<typeof folderUpdates>['updates'][number]
type User = Update['addUsers'][number]

const unserved = (message: string) =>
  new CommanderRefusal('invalid', { word: 'unsupported', message })

/** What a shared folder has no word for here is refused before anything is done. */
function checkServed(update: Update): void {
  const { addUsers, updateUsers, updateRecords } = update
  const users = [...addUsers, ...updateUsers]
  const teams = [...update.addTeams, ...update.updateTeams]
  const manage = [
    ...users.map(({ manageUsers }) => manageUsers === wanted.on),
    ...teams.map(({ manageUsers }) => manageUsers),
  ]
  if (manage.includes(true))
    throw unserved('Only the owner of a shared folder lets others in: leave --manage-users out.')
  if ([...users, ...teams].some(({ expiration }) => expiration > never))
    throw unserved('A share of a folder does not expire here: end it with --action remove.')
  const defaults = [update.defaultManageUsers, update.defaultManageRecords]
  const records = [update.defaultCanEdit, update.defaultCanShare]
  if (updateRecords.length > 0 || [...defaults, ...records].some((one) => one === wanted.on))
    throw unserved(
      'What people may is said for each of them here: name them with -e, and give --manage-records on or off.',
    )
}

const isOn = ({ manageRecords }: User) => manageRecords === wanted.on

async function letIn(asked: OfPerson, folder_uid: string, user: User): Promise<void> {
  const { encryptedKey, encryptedKeyType } = user.typedSharedFolderKey
  if (encryptedKeyType !== keyTypes.publicKeyEcc)
    throw malformed("The folder's key has to be wrapped for the person's elliptic curve key.")
  await perform(asked.context, shareFolder, {
    folder_uid,
    account_uid: await accountOf(asked, user.username),
    folder_key: toBase64(encryptedKey),
    editable: isOn(user),
  })
}

async function change(asked: OfPerson, folder_uid: string, user: User): Promise<void> {
  if (user.manageRecords === wanted.noChange) return
  const account_uid = await accountOf(asked, user.username)
  const input = { folder_uid, account_uid, editable: isOn(user) }
  await perform(asked.context, changeFolderShare, input)
}

async function updateFolder(asked: OfPerson, update: Update) {
  checkServed(update)
  const folder_uid = uidOf(update.sharedFolderUid)
  for (const user of update.addUsers) await letIn(asked, folder_uid, user)
  for (const user of update.updateUsers) await change(asked, folder_uid, user)
  for (const username of update.removeUsers) {
    const account_uid = await accountOf(asked, username)
    await perform(asked.context, unshareFolder, { folder_uid, account_uid })
  }
  const teams = await updateTeams(asked, folder_uid, update)
  const done = (users: readonly string[]) =>
    users.map((username) => ({ username, status: 'success' }))
  const names = (users: readonly User[]) => users.map(({ username }) => username)
  return {
    sharedFolderUid: update.sharedFolderUid,
    status: 'success',
    addUserStatus: done(names(update.addUsers)),
    updateUserStatus: done(names(update.updateUsers)),
    removeUserStatus: done(update.removeUsers),
    ...teams,
  }
}

const updateFolders: PersonCall = async (asked) => {
  const done = []
  for (const update of decode(folderUpdates, asked.payload).updates)
    done.push(await updateFolder(asked, update))
  return encode(folderUpdatesDone, { done })
}

/** Nobody administers what others share. */
const nobody: PersonCall = async () => nothing

export const sharingCalls = {
  'vault/get_public_keys': allowed('vault', publicKeys),
  'vault/shared_folder_update_v3': updateFolders,
  'vault/records_share_update': allowed('vault', shareRecords),
  'vault/am_i_share_admin': nobody,
  'enterprise/get_sharing_admins': nobody,
} as const satisfies Readonly<Record<string, PersonCall>>
