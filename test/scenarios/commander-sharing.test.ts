import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordsUpdateRequest } from '../../src/commander/messages/records.ts'
import {
  folderUpdates,
  folderUpdatesDone,
  publicKeysRequest,
  publicKeysResponse,
  wanted,
} from '../../src/commander/messages/sharing.ts'
import { keyTypes, syncDownResponse } from '../../src/commander/messages/sync.ts'
import { uidBytes, uidOf } from '../../src/commander/uid-bytes.ts'
import { decode, encode } from '../../src/commander/wire.ts'
import { type CommandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { rawCommander } from '../support/raw-commander.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Shared folders with other people in them and applications with other titles, as Keeper Commander calls it. */

const owners = 'owner@example.com'
const other = 'mei@example.com'

let server: TestServer
let owner: CommandLine
let member: CommandLine
let folder_uid: string
let app_uid: string

type Uids = Readonly<Record<string, string>>

async function sessionOf(email: string) {
  const commander = await rawCommander(server)
  const { encryptedSessionToken } = await commander.logIn(email, `the password of ${email}`)
  return {
    call: (endpoint: string, payload?: Uint8Array) =>
      commander.call(endpoint, payload, encryptedSessionToken),
    sync: async () =>
      decode(
        syncDownResponse,
        await commander.call('vault/sync_down', undefined, encryptedSessionToken),
      ),
  }
}

type Session = Awaited<ReturnType<typeof sessionOf>>

let ours: Session
let theirs: Session

beforeAll(async () => {
  server = await startServer({ flags: { commander: true, tls: 'off' } })
  owner = await ownerOf(server)
  member = await memberOf(server, other)
  folder_uid = (await owner.ask<Uids>('folder', 'add', '--name', 'Team'))['folder_uid'] ?? ''
  const add = ['record', 'add', '--title', 'Database', '--folder', folder_uid]
  await owner.ask(...add, '--field', 'login=robot')
  app_uid = (await owner.ask<Uids>('sm', 'app', 'create', 'Builds'))['app_uid'] ?? ''
  ours = await sessionOf(owners)
  theirs = await sessionOf(other)
})

afterAll(async () => {
  await member.remove()
  await owner.remove()
  await server.stop()
})

type Update = NonNullable<Parameters<typeof encode<typeof folderUpdates>>[1]['updates']>[number]

const update = (what: Update) =>
  encode(folderUpdates, { updates: [{ sharedFolderUid: uidBytes(folder_uid), ...what }] })

const put = (what: Update) => ours.call('vault/shared_folder_update_v3', update(what))

test('tells to what keys are wrapped for somebody, and who has no vault', async () => {
  const request = encode(publicKeysRequest, { usernames: [other, 'nobody@example.com'] })
  const answer = await ours.call('vault/get_public_keys', request)
  const [found, missing] = decode(publicKeysResponse, answer).keyResponses
  expect(found).toMatchObject({ username: other, errorCode: '' })
  expect(found?.publicEccKey).toHaveLength(65)
  expect(missing).toMatchObject({ errorCode: 'user_does_not_exist' })
})

test('lets somebody in, who gets the folder by its key and may not change it', async () => {
  const typedSharedFolderKey = {
    encryptedKey: new Uint8Array(125).fill(4),
    encryptedKeyType: keyTypes.publicKeyEcc,
  }
  const addUsers = [{ username: other, manageRecords: wanted.off, typedSharedFolderKey }]
  const [done] = decode(folderUpdatesDone, await put({ addUsers })).done
  expect(done?.addUserStatus).toMatchObject([{ username: other, status: 'success' }])
  expect(await server.lastEvent()).toMatchObject({
    ...{ audit_event: 'folder_add_user', username: owners, to_username: other },
    ...{ shared_folder_uid: folder_uid, editable: false, client_version: 'c18.0.0' },
  })

  const { sharedFolders, sharedFolderRecords, sharedFolderUsers, records } = await theirs.sync()
  expect(sharedFolders).toMatchObject([{ owner: owners, keyType: keyTypes.publicKeyEcc }])
  expect(sharedFolders.map(({ sharedFolderUid }) => uidOf(sharedFolderUid))).toEqual([folder_uid])
  expect(sharedFolderRecords).toMatchObject([{ canEdit: false, owner: false }])
  expect(sharedFolderUsers).toMatchObject([{ username: other, manageRecords: false }])
  expect(records).toHaveLength(1)
  expect((await ours.sync()).sharedFolderUsers.map(({ username }) => username)).toEqual([
    owners,
    other,
  ])
})

test('lets them change what lies in it', async () => {
  await put({ updateUsers: [{ username: other, manageRecords: wanted.on }] })
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'folder_change_user',
    editable: true,
  })
  expect((await theirs.sync()).sharedFolderRecords).toMatchObject([{ canEdit: true }])
})

test.each<[string, Update]>([
  ['leave --manage-users out', { updateUsers: [{ username: other, manageUsers: wanted.on }] }],
  ['does not expire here', { updateUsers: [{ username: other, expiration: 2 }] }],
  ['said for each of them', { defaultCanEdit: wanted.on }],
  [
    'leave --manage-users out',
    { updateTeams: [{ teamUid: new Uint8Array(16), manageUsers: true }] },
  ],
  ['is not shared with this team', { updateTeams: [{ teamUid: new Uint8Array(16) }] }],
  ['nobody here has the address', { removeUsers: ['nobody@example.com'] }],
])('refuses what it has no word for: %s', async (sentence, what) => {
  await expect(put(what)).rejects.toThrow(sentence)
})

test('shares no single record: the sentence says what to share instead, and it is on record', async () => {
  const trying = ours.call('vault/records_share_update')
  await expect(trying).rejects.toThrow('put the record into a shared folder')
  expect(await server.lastEvent()).toMatchObject({
    ...{ audit_event: 'action_failed', action: 'vault/records_share_update', username: owners },
  })
})

test('somebody who was let in lets nobody in', async () => {
  const addUsers = [
    {
      username: owners,
      typedSharedFolderKey: {
        encryptedKey: new Uint8Array(125),
        encryptedKeyType: keyTypes.publicKeyEcc,
      },
    },
  ]
  const trying = theirs.call('vault/shared_folder_update_v3', update({ addUsers }))
  await expect(trying).rejects.toThrow('there is no folder')
})

test('takes them out', async () => {
  await put({ removeUsers: [other] })
  expect((await server.lastEvent())?.audit_event).toBe('folder_remove_user')
  const { sharedFolders, records } = await theirs.sync()
  expect([sharedFolders, records]).toEqual([[], []])
})

test('lets a team in, whose members get the folder by the key of the team', async () => {
  const made = await owner.ask<Uids>('team', 'add', 'Operations')
  await owner.ask('team', 'user', 'add', 'Operations', other)
  const teamUid = new Uint8Array(uidBytes(made['team_uid'] ?? ''))
  const typedSharedFolderKey = {
    encryptedKey: new Uint8Array(125).fill(5),
    encryptedKeyType: keyTypes.publicKeyEcc,
  }
  const [done] = decode(
    folderUpdatesDone,
    await put({ addTeams: [{ teamUid, manageRecords: true, typedSharedFolderKey }] }),
  ).done
  expect(done?.addTeamStatus).toEqual([{ teamUid, status: 'success' }])
  expect(await server.lastEvent()).toMatchObject({
    ...{ audit_event: 'folder_add_team', team_name: 'Operations', editable: true },
    ...{ shared_folder_uid: folder_uid, client_version: 'c18.0.0' },
  })

  const { teams, sharedFolders, sharedFolderTeams, sharedFolderRecords } = await theirs.sync()
  expect(teams).toMatchObject([{ name: 'Operations', teamKeyType: keyTypes.publicKeyEcc }])
  const [team] = teams
  expect([team?.teamKey.length, team?.teamEccPrivateKey.length]).toEqual([125, 60])
  expect(team?.sharedFolderKeys).toEqual([
    {
      sharedFolderUid: new Uint8Array(uidBytes(folder_uid)),
      sharedFolderKey: typedSharedFolderKey.encryptedKey,
      keyType: keyTypes.publicKeyEcc,
    },
  ])
  expect(sharedFolders).toMatchObject([{ owner: owners, sharedFolderKey: new Uint8Array() }])
  expect(sharedFolderTeams).toMatchObject([{ teamUid, name: 'Operations', manageRecords: true }])
  expect(sharedFolderRecords).toMatchObject([{ canEdit: true, owner: false }])
  expect((await ours.sync()).sharedFolderTeams).toMatchObject([{ teamUid, manageUsers: false }])
})

test('lets a team only read, and takes it out', async () => {
  const [team] = (await ours.sync()).teams
  const teamUid = team?.teamUid ?? new Uint8Array()
  await put({ updateTeams: [{ teamUid, manageRecords: false }] })
  expect((await theirs.sync()).sharedFolderRecords).toMatchObject([{ canEdit: false }])
  await put({ removeTeams: [teamUid] })
  expect((await server.lastEvent())?.audit_event).toBe('folder_remove_team')
  const { sharedFolders, teams } = await theirs.sync()
  expect(sharedFolders).toEqual([])
  expect(teams).toMatchObject([{ name: 'Operations', sharedFolderKeys: [] }])
})

test('an application gets another title as a record does, and stays what it is', async () => {
  const data = new Uint8Array(412).fill(9)
  const records = [{ recordUid: uidBytes(app_uid), revision: 1, data }]
  await ours.call('vault/records_update', encode(recordsUpdateRequest, { records }))
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'app_renamed', app_uid })
  const synced = (await ours.sync()).records.find(({ recordUid }) => uidOf(recordUid) === app_uid)
  expect(synced).toMatchObject({ version: 5, data })
})
