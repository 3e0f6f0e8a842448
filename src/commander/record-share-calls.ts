import { perform } from '../access/action.ts'
import type { ApplicationPermission } from '../store/state/application-grants.ts'
import {
  changeApplicationShare,
  shareApplication,
  unshareApplication,
} from '../vault/actions/application-people.ts'
import type { OfPerson, PersonCall } from './house.ts'
import { leaveRefusal } from './leave-refusal.ts'
import { never, recordShares, recordSharesDone } from './messages/sharing.ts'
import { accountOf } from './person-of.ts'
import { CommanderRefusal, malformed } from './refusal.ts'
import { toBase64, uidOf } from './uid-bytes.ts'
import { decode, encode, type Read, type Written } from './wire.ts'

/** Applications with other people in them, which are records to Commander. Single records are shared with nobody. */

type Item = Read<typeof recordShares>['addSharedRecord'][number]
type Status = NonNullable<Written<typeof recordSharesDone>['addSharedRecordStatus']>[number]

const unserved = (message: string) =>
  new CommanderRefusal('invalid', { word: 'unsupported', message })

const singleRecord = () =>
  unserved(
    'Single records are not shared with people here: put the record into a shared folder, and let them into that with share-folder.',
  )

/** Throws before anything is done where a share would mean what it cannot here. */
function checkServed({ transfer, expiration, editable, shareable }: Item): void {
  if (transfer)
    throw unserved('An application changes hands by `keepwatch user transfer`, with what it reads.')
  if (expiration > never) throw unserved('A share does not expire here: end it by app unshare.')
  if (editable !== shareable)
    throw unserved('Who may change an application shares it on, too: give both flags, or none.')
}

const permissionOf = ({ editable }: Item): ApplicationPermission => (editable ? 'manage' : 'view')

async function add(asked: OfPerson, item: Item): Promise<void> {
  checkServed(item)
  if (!item.useEccKey)
    throw malformed('The key has to be wrapped for the person’s elliptic curve key.')
  await perform(asked.context, shareApplication, {
    app_uid: uidOf(item.recordUid),
    account_uid: await accountOf(asked, item.toUsername),
    app_key: toBase64(item.recordKey),
    permission: permissionOf(item),
  })
}

/** Commander says what somebody may also where it stays as it is. */
async function update(asked: OfPerson, item: Item): Promise<void> {
  checkServed(item)
  const account_uid = await accountOf(asked, item.toUsername)
  const app_uid = uidOf(item.recordUid)
  const grant = await asked.house.store.read(({ applicationGrants }) =>
    applicationGrants.find(app_uid, account_uid),
  )
  const permission = permissionOf(item)
  if (grant?.permission === permission) return
  await perform(asked.context, changeApplicationShare, { app_uid, account_uid, permission })
}

async function remove(asked: OfPerson, item: Item): Promise<void> {
  const account_uid = await accountOf(asked, item.toUsername)
  await perform(asked.context, unshareApplication, { app_uid: uidOf(item.recordUid), account_uid })
}

const isApplication = ({ house }: OfPerson, uid: string) =>
  house.store.read(async ({ applications }) => (await applications.find(uid)) !== undefined)

/** Whether somebody holds an application that reads the record: then it is `app share` that goes on to its secrets. */
const isOfTheirs = ({ house }: OfPerson, record_uid: string, account_uid: string) =>
  house.store.read(async ({ shares, applicationGrants }) => {
    const held = await applicationGrants.listOf(account_uid)
    const readers = await shares.listOfSecret(record_uid)
    return readers.some(({ app_uid }) => held.some((one) => one.app_uid === app_uid))
  })

/** A record that an application reads stays unshared, which Commander says of it and goes on; any other ends the command. */
async function leaveOut(asked: OfPerson, { recordUid, toUsername }: Item): Promise<Status> {
  const refusal = singleRecord()
  const account_uid = await accountOf(asked, toUsername)
  if (!(await isOfTheirs(asked, uidOf(recordUid), account_uid))) throw refusal
  await leaveRefusal(asked, refusal)
  return { recordUid, username: toUsername, status: refusal.word, message: refusal.message }
}

type Act = (asked: OfPerson, item: Item) => Promise<void>

async function each(asked: OfPerson, items: readonly Item[], act: Act): Promise<Status[]> {
  const done: Status[] = []
  for (const item of items) {
    const { recordUid, toUsername: username } = item
    if (await isApplication(asked, uidOf(recordUid))) {
      await act(asked, item)
      done.push({ recordUid, username, status: 'success' })
    } else done.push(await leaveOut(asked, item))
  }
  return done
}

/** `app share`, `app unshare`, and `share-record` with an application. */
export const shareRecords: PersonCall = async (asked) => {
  const request = decode(recordShares, asked.payload)
  const { addSharedRecord, updateSharedRecord, removeSharedRecord } = request
  if (addSharedRecord.length + updateSharedRecord.length + removeSharedRecord.length === 0)
    throw singleRecord()
  return encode(recordSharesDone, {
    addSharedRecordStatus: await each(asked, addSharedRecord, add),
    updateSharedRecordStatus: await each(asked, updateSharedRecord, update),
    removeSharedRecordStatus: await each(asked, removeSharedRecord, remove),
  })
}
