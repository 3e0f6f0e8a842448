import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addAppSharesRequest,
  appInfoRequest,
  appInfoResponse,
  applicationsSummary,
} from '../../src/commander/messages/ksm.ts'
import {
  recordsDetailsRequest,
  recordsDetailsResponse,
} from '../../src/commander/messages/records.ts'
import { recordShares, recordSharesDone } from '../../src/commander/messages/sharing.ts'
import { keyTypes, syncDownResponse } from '../../src/commander/messages/sync.ts'
import { uidBytes, uidOf } from '../../src/commander/uid-bytes.ts'
import { decode, encode } from '../../src/commander/wire.ts'
import { type CommandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { rawCommander } from '../support/raw-commander.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** An application with other people in it, as Keeper Commander calls it: to Commander it is a record. */

const owners = 'owner@example.com'
const other = 'mei@example.com'

let server: TestServer
let owner: CommandLine
let member: CommandLine
let app_uid: string

type Uids = Readonly<Record<string, string>>

async function sessionOf(email: string) {
  const commander = await rawCommander(server)
  const { encryptedSessionToken } = await commander.logIn(email, `the password of ${email}`)
  const call = (endpoint: string, payload?: Uint8Array) =>
    commander.call(endpoint, payload, encryptedSessionToken)
  return { call, sync: async () => decode(syncDownResponse, await call('vault/sync_down')) }
}

type Session = Awaited<ReturnType<typeof sessionOf>>

let ours: Session
let theirs: Session

beforeAll(async () => {
  server = await startServer({ flags: { commander: true, tls: 'off' } })
  owner = await ownerOf(server)
  member = await memberOf(server, other)
  app_uid = (await owner.ask<Uids>('sm', 'app', 'create', 'Builds'))['app_uid'] ?? ''
  ours = await sessionOf(owners)
  theirs = await sessionOf(other)
})

afterAll(async () => {
  await member.remove()
  await owner.remove()
  await server.stop()
})

const others = (what: object = {}) => ({
  toUsername: other,
  recordUid: new Uint8Array(uidBytes(app_uid)),
  recordKey: new Uint8Array(125).fill(4),
  useEccKey: true,
  ...what,
})

type Shares = Parameters<typeof encode<typeof recordShares>>[1]

const shareWith = async (who: Session, shares: Shares) =>
  decode(
    recordSharesDone,
    await who.call('vault/records_share_update', encode(recordShares, shares)),
  )

/** Whether somebody has the application, and what they may with it. */
async function applicationOf({ sync }: Session) {
  const { records, recordMetaData } = await sync()
  const isIt = ({ recordUid }: { readonly recordUid: Uint8Array }) => uidOf(recordUid) === app_uid
  const record = records.find(isIt)
  return record && { ...record, ...recordMetaData.find(isIt) }
}

test('an application is shared as a record, and somebody else has it from then on', async () => {
  const { addSharedRecordStatus } = await shareWith(ours, { addSharedRecord: [others()] })
  expect(addSharedRecordStatus).toMatchObject([{ username: other, status: 'success' }])
  expect(await server.lastEvent()).toMatchObject({
    ...{ audit_event: 'share', app_uid, username: owners, to_username: other },
    ...{ permission: 'view', client_version: 'c18.0.0' },
  })
  expect(await applicationOf(theirs)).toMatchObject({
    ...{ version: 5, shared: true, owner: false, canEdit: false, ownerUsername: owners },
    ...{ recordKey: others().recordKey, recordKeyType: keyTypes.publicKeyEcc },
  })
  const listed = await theirs.call('vault/get_applications_summary')
  expect(decode(applicationsSummary, listed).applicationSummary).toMatchObject([
    { username: owners },
  ])
  const request = encode(appInfoRequest, { appRecordUid: [uidBytes(app_uid)] })
  const { appInfo } = decode(appInfoResponse, await theirs.call('vault/get_app_info', request))
  expect(appInfo).toHaveLength(1)
})

test('both see who holds it, and what each of them may', async () => {
  const request = encode(recordsDetailsRequest, { recordUid: [uidBytes(app_uid)] })
  for (const { call } of [ours, theirs]) {
    const answer = await call('vault/get_records_details', request)
    expect(decode(recordsDetailsResponse, answer).records).toMatchObject([
      {
        userPermission: [
          { username: owners, owner: true, editable: true, sharable: true },
          { username: other, owner: false, editable: false, sharable: false },
        ],
      },
    ])
  }
})

test('they manage it by both flags; to say again what they may leaves nothing', async () => {
  const raised = { editable: true, shareable: true }
  await shareWith(ours, { updateSharedRecord: [others(raised)] })
  const changed = await server.lastEvent()
  expect(changed).toMatchObject({ audit_event: 'change_share', permission: 'manage' })
  expect(await applicationOf(theirs)).toMatchObject({ canEdit: true, canShare: true })
  const before = (await server.events()).length
  await shareWith(ours, { updateSharedRecord: [others(raised)] })
  expect((await server.events()).slice(before)).toEqual([])
})

test.each<[string, object]>([
  ['give both flags', { editable: true }],
  ['changes hands by', { transfer: true }],
  ['does not expire here', { expiration: 1_900_000_000_000 }],
  ['elliptic curve key', { useEccKey: false }],
  ['nobody here has the address', { toUsername: 'nobody@example.com' }],
])('refuses a share that it has no word for: %s', async (sentence, what) => {
  await expect(shareWith(ours, { addSharedRecord: [others(what)] })).rejects.toThrow(sentence)
})

test('a record that the application reads stays unshared, and the rest of the command goes on', async () => {
  const added = await owner.ask<Uids>('record', 'add', '--title', 'Loose', '--field', 'login=me')
  const record_uid = added['record_uid'] ?? ''
  const one = others({ recordUid: uidBytes(record_uid) })
  await expect(shareWith(ours, { addSharedRecord: [one] })).rejects.toThrow('Single records')
  const shares = [
    { secretUid: uidBytes(record_uid), encryptedSecretKey: new Uint8Array(60).fill(3) },
  ]
  const give = encode(addAppSharesRequest, { appRecordUid: uidBytes(app_uid), shares })
  await ours.call('vault/app_share_add', give)
  const { addSharedRecordStatus } = await shareWith(ours, { addSharedRecord: [one] })
  expect(addSharedRecordStatus).toMatchObject([{ username: other, status: 'unsupported' }])
  expect(addSharedRecordStatus[0]?.message).toContain('put the record into a shared folder')
  expect(await server.lastEvent()).toMatchObject({
    ...{ audit_event: 'action_failed', action: 'vault/records_share_update', username: owners },
  })
})

test('it is taken away again, and is not there any more', async () => {
  const { removeSharedRecordStatus } = await shareWith(ours, { removeSharedRecord: [others()] })
  expect(removeSharedRecordStatus).toMatchObject([{ username: other, status: 'success' }])
  expect(await server.lastEvent()).toMatchObject({
    ...{ audit_event: 'remove_share', app_uid, to_username: other },
  })
  expect(await applicationOf(theirs)).toBeUndefined()
  await expect(shareWith(theirs, { addSharedRecord: [others()] })).rejects.toThrow(
    'there is no application',
  )
})
