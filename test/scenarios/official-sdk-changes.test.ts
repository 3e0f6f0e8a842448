import {
  completeTransaction,
  createFolder,
  createSecret,
  createSecret2,
  deleteFolder,
  deleteSecret,
  getFolders,
  getSecrets,
  type KeeperRecord,
  type SecretManagerOptions,
  UpdateTransactionType,
  updateFolder,
  updateSecret,
} from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { refusal, trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type SharedApp, sharedApp } from '../support/shared-app.ts'

/** The unmodified official JavaScript SDK makes, changes and deletes records and folders, over TLS. */

const hour = 3_600_000

let passed = 0
let server: TestServer
let owner: CommandLine
let app: SharedApp
let device: SecretManagerOptions

beforeAll(async () => {
  server = await startServer({ clock: () => new Date(Date.now() + passed) })
  trust(server)
  owner = await ownerOf(server)
  app = await sharedApp(server, owner)
  device = await app.device('builder')
  await getSecrets(device)
})
afterAll(async () => {
  await owner.remove()
  await server.stop()
})

const login = (title: string, password: string) => ({
  title,
  type: 'login',
  fields: [
    { type: 'login', value: ['robot'] },
    { type: 'password', value: [password] },
  ],
})

/** The SDK keeps the keys of the last answer only: whoever makes something needs the folders' keys in it. */
beforeEach(async () => {
  await getSecrets(device)
})

const passwordOf = ({ data }: KeeperRecord) => data.fields[1].value[0]

async function recordOf(uid: string): Promise<KeeperRecord> {
  const [record] = (await getSecrets(device, [uid])).records
  if (!record) throw new Error(`there is no record ${uid}`)
  return record
}

async function changed(uid: string, password: string): Promise<KeeperRecord> {
  const record = await recordOf(uid)
  record.data.fields[1].value = [password]
  return record
}

const lastEvents = async (most: number) =>
  (await server.events()).filter(({ category }) => category !== 'log').slice(-most)

describe('a record', () => {
  test('that a device makes in a shared folder is there for the device and for its owner', async () => {
    const uid = await createSecret(device, app.folder, login('Made', 'edaM'))
    expect(await server.lastEvent()).toMatchObject({
      audit_event: 'app_client_record_create',
      message: `KSM device builder has created record UID ${uid} in shared folder UID ${app.folder}`,
      secret_uid: uid,
      folder_uid: app.folder,
      revision: 1,
      username: 'owner@example.com',
    })
    expect(passwordOf(await recordOf(uid))).toBe('edaM')
    expect(await owner.ask('record', 'get', uid)).toMatchObject({ title: 'Made', revision: 1 })
  })

  test('can be made in a folder below, updated there and deleted, and each step is on the record', async () => {
    const below = await createFolder(device, { folderUid: app.folder }, 'Databases')
    const place = { folderUid: app.folder, subFolderUid: below }
    const uid = await createSecret2(device, place, login('Deep', 'peeD'))
    expect(await recordOf(uid)).toMatchObject({ folderUid: app.folder, innerFolderUid: below })

    await updateSecret(device, await changed(uid, 'new'))
    expect(await server.lastEvent()).toMatchObject({ revision_before: 1, revision: 2 })

    const { records } = await deleteSecret(device, [uid, 'AAAAAAAAAAAAAAAAAAAAAA'])
    expect(records).toMatchObject([
      { recordUid: uid, responseCode: 'ok', errorMessage: '' },
      { recordUid: 'AAAAAAAAAAAAAAAAAAAAAA', responseCode: 'record_uid_not_found' },
    ])
    const by = { device_name: 'builder', outcome: 'success', secret_uid: uid }
    expect(await lastEvents(3)).toMatchObject([
      { ...by, audit_event: 'app_client_record_delete', revision: 2 },
      { ...by, audit_event: 'app_client_folder_remove_record', shared_folder_uid: app.folder },
      {
        audit_event: 'app_client_access_denied',
        reason: 'record_not_found',
        secret_uid: 'AAAAAAAAAAAAAAAAAAAAAA',
      },
    ])
    expect((await getSecrets(device, [uid])).records).toEqual([])
  })
})

describe('a rotation', () => {
  let uid: string
  beforeAll(async () => {
    await getSecrets(device)
    uid = await createSecret(device, app.folder, login('Rotated', 'old'))
  })

  const staged = async (password: string) =>
    updateSecret(device, await changed(uid, password), UpdateTransactionType.Rotation)

  test('that is rolled back leaves the record as it was', async () => {
    await staged('rejected')
    expect(await server.lastEvent()).toMatchObject({
      audit_event: 'app_client_record_update_staged',
      transaction_type: 'rotation',
      revision: 1,
    })
    expect(passwordOf(await recordOf(uid))).toBe('old')
    await completeTransaction(device, uid, true)
    expect(await server.lastEvent()).toMatchObject({
      audit_event: 'app_client_record_update_rolled_back',
      secret_uid: uid,
      revision: 1,
    })
    expect(await recordOf(uid)).toMatchObject({ revision: 1 })
    expect(await refusal(completeTransaction(device, uid))).toMatchObject({
      error: 'bad_request',
      message: expect.stringContaining('No update of this record is waiting'),
    })
    expect(await server.lastEvent()).toMatchObject({ reason: 'nothing_staged', secret_uid: uid })
  })

  test('that is finalized is the next revision', async () => {
    await staged('rotated')
    await completeTransaction(device, uid)
    expect(await server.lastEvent()).toMatchObject({
      audit_event: 'app_client_record_update',
      revision_before: 1,
      revision: 2,
    })
    expect(passwordOf(await recordOf(uid))).toBe('rotated')
  })

  test('that somebody overtook is refused at its end, and can be rolled back', async () => {
    await staged('late')
    await owner.ask('record', 'update', uid, '--field', 'password=overtaken')
    expect(await refusal(completeTransaction(device, uid))).toMatchObject({ error: 'out_of_sync' })
    expect(passwordOf(await recordOf(uid))).toBe('overtaken')
    await completeTransaction(device, uid, true)
  })

  test("cannot be ended, replaced or overtaken by another device's", async () => {
    await staged('mine')
    const other = await app.device('other')
    const [record] = (await getSecrets(other, [uid])).records as [KeeperRecord]
    const rival = updateSecret(other, record, UpdateTransactionType.General)
    expect(await refusal(rival)).toMatchObject({
      message: expect.stringContaining('Another device has an update of this record waiting'),
    })
    expect(await refusal(completeTransaction(other, uid))).toHaveProperty('error', 'bad_request')
    await getSecrets(device)
    await completeTransaction(device, uid)
    expect(passwordOf(await recordOf(uid))).toBe('mine')
  })

  test('that nobody ends expires after an hour', async () => {
    await staged('forgotten')
    passed = hour + 1
    expect(await refusal(completeTransaction(device, uid))).toHaveProperty('error', 'bad_request')
    expect(passwordOf(await recordOf(uid))).toBe('mine')
    passed = 0
  })
})

describe('a folder', () => {
  test('is made below another, renamed and deleted, with what is in it only when forced', async () => {
    const outer = await createFolder(device, { folderUid: app.folder }, 'Outer')
    expect(await server.lastEvent()).toMatchObject({
      audit_event: 'app_client_folder_create',
      secret_uid: outer,
      shared_folder_uid: app.folder,
    })
    const place = { folderUid: app.folder, subFolderUid: outer }
    const inner = await createFolder(device, place, 'Inner')
    await getFolders(device)
    await updateFolder(device, inner, 'Renamed')
    expect(await server.lastEvent()).toMatchObject({ audit_event: 'app_client_folder_update' })
    expect(await getFolders(device)).toContainEqual({
      folderUid: inner,
      parentUid: outer,
      name: 'Renamed',
    })

    const uid = await createSecret2(device, { ...place, subFolderUid: inner }, login('In', 'nI'))
    const refused = await deleteFolder(device, [outer])
    expect(refused).toMatchObject({ records: [], folders: [{ responseCode: 'bad_request' }] })
    expect(await server.lastEvent()).toMatchObject({ reason: 'folder_not_empty' })

    const forced = await deleteFolder(device, [outer, app.folder], true)
    expect(forced).toMatchObject({
      folders: [
        { folderUid: outer, responseCode: 'ok' },
        { folderUid: app.folder, responseCode: 'access_denied' },
      ],
    })
    expect((await lastEvents(5)).map((event) => [event.audit_event, event['secret_uid']])).toEqual([
      ['app_client_record_delete', uid],
      ['app_client_folder_remove_record', uid],
      ['app_client_folder_delete', inner],
      ['app_client_folder_delete', outer],
      ['app_client_access_denied', app.folder],
    ])
    expect((await getSecrets(device, [uid])).records).toEqual([])
  })

  test('is listed by the owner under the name that the device gave it', async () => {
    const uid = await createFolder(device, { folderUid: app.folder }, 'From a device')
    const folders = await owner.ask<{ folder_uid: string; name: string }[]>('folder', 'list')
    expect(folders).toContainEqual(
      expect.objectContaining({ folder_uid: uid, name: 'From a device' }),
    )
  })
})
