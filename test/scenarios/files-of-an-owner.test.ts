import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  downloadFile,
  downloadThumbnail,
  getNotationResults,
  getSecrets,
  type KeeperRecord,
  type SecretManagerOptions,
  uploadFile,
} from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encryptGcm } from '../../src/client/crypto/aes-gcm.ts'
import { type CommandLine, ownerOf, ownersApi } from '../support/keepwatch.ts'
import { trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type SharedApp, sharedApp } from '../support/shared-app.ts'

/** Files that an owner hangs on a record at the command line, and devices read; and the other way round. */

let server: TestServer
let owner: CommandLine
let app: SharedApp
let device: SecretManagerOptions
let uid: string
const content = randomBytes(5_000_000)
const path = () => join(owner.home, 'key store.bin')

beforeAll(async () => {
  server = await startServer()
  trust(server)
  owner = await ownerOf(server)
  app = await sharedApp(server, owner)
  device = await app.device('reader')
})
afterAll(async () => {
  await owner.remove()
  await server.stop()
})

type Made = { record_uid: string; revision: number; files: { file_uid: string; name: string }[] }

async function recordOfDevice(): Promise<KeeperRecord> {
  const [record] = (await getSecrets(device, [uid])).records
  if (!record) throw new Error('the record is missing')
  return record
}

test('a file is added with a record, listed with it, and read by a device', async () => {
  writeFileSync(path(), content)
  const add = [
    '--title',
    'Store',
    '--folder',
    app.folder,
    '--field',
    'password=x',
    '--file',
    path(),
  ]
  const made = await owner.ask<Made>('record', 'add', ...add)
  uid = made.record_uid
  const about = { name: 'key store.bin', size: 5_000_000 }
  expect(made).toMatchObject({ revision: 2, files: [about] })
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'record_update', revision: 2 })
  expect(await owner.ask('record', 'get', uid)).toMatchObject({ files: [about] })

  const { files = [] } = await recordOfDevice()
  expect(files.map(({ data }) => data)).toEqual([
    {
      name: 'key store.bin',
      title: 'key store.bin',
      type: 'application/octet-stream',
      size: 5_000_000,
      lastModified: expect.any(Number),
    },
  ])
  const [file] = files
  expect(file && Buffer.from(await downloadFile(file)).equals(content)).toBe(true)
  const [text = ''] = await getNotationResults(device, `keeper://${uid}/file/key store.bin`)
  expect(Buffer.from(text, 'base64url').equals(content)).toBe(true)
})

test('a thumbnail is fetched by a link of its own', async () => {
  const [file] = (await recordOfDevice()).files ?? []
  expect(file?.thumbnailUrl).toBeFalsy()
  const { files } = await owner.ask<Made>('record', 'get', uid)
  const api = await ownersApi(server)
  const param = { file_uid: files[0]?.file_uid ?? '' }
  const picture = new Uint8Array(randomBytes(300))
  // The owner's side would seal it under the file's key; here the bytes only have to come back.
  const sealed = await encryptGcm(new Uint8Array(32), picture)
  await api.files[':file_uid'].thumbnail.$put({ param }, { init: { body: sealed } })

  const [again] = (await recordOfDevice()).files ?? []
  expect(again?.thumbnailUrl).toMatch(/^https:/)
  const answer = await fetch(again?.thumbnailUrl ?? '')
  expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(sealed))).toBe(true)
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'file_attachment_viewed',
    attachment_id: param.file_uid,
    device_name: 'reader',
  })
  const [other] = (await recordOfDevice()).files ?? []
  await expect(other && downloadThumbnail(other)).rejects.toThrow()
})

test('what a device uploads its owner downloads, to a file that only they can read', async () => {
  const data = randomBytes(10_000)
  const file = { name: 'report.txt', title: 'Report', type: 'text/plain', data }
  await uploadFile(device, await recordOfDevice(), file)
  const output = join(owner.home, 'report.txt')
  const download = await owner.keepwatch(
    'record',
    'download',
    uid,
    'report.txt',
    '--output',
    output,
  )
  expect(download).toMatchObject({ code: 0, stderr: `Wrote report.txt to ${output}.\n` })
  expect(readFileSync(output).equals(data)).toBe(true)
  expect(statSync(output).mode & 0o777).toBe(0o600)
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'file_attachment_downloaded',
    by: 'user',
    message: expect.stringMatching(/^User owner@example.com downloaded file/),
  })

  const missing = await owner.keepwatch('record', 'download', uid, 'nothing.txt')
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('no file nothing.txt') })
})

test('a file is taken off its record: devices do not get it any more, and the others stay', async () => {
  const { revision, files } = await owner.ask<Made>('record', 'get', uid)
  const [gone] = files
  const removal = await owner.keepwatch('record', 'file', 'remove', uid, 'key store.bin')
  expect(removal).toMatchObject({ code: 0, stderr: `Took key store.bin off record ${uid}.\n` })
  expect((await server.events()).slice(-2)).toMatchObject([
    { audit_event: 'record_update', record_uid: uid, revision: revision + 1 },
    {
      audit_event: 'file_attachment_deleted',
      attachment_id: gone?.file_uid,
      message: `User owner@example.com deleted file ${gone?.file_uid} of record UID ${uid}`,
    },
  ])
  const left = await recordOfDevice()
  expect(left.files?.map(({ data }) => data.name)).toEqual(['report.txt'])
  const named = left.data.fields.find(({ type }: { type: string }) => type === 'fileRef')
  expect(named.value).toEqual(left.files?.map(({ fileUid }) => fileUid))

  const again = await owner.keepwatch('record', 'file', 'remove', uid, 'key store.bin')
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('no file key store.bin') })
})

test('a path that cannot be read changes nothing', async () => {
  const before = await server.events()
  const add = await owner.keepwatch('record', 'add', '--title', 'x', '--file', '/no/such/file')
  expect(add).toMatchObject({ code: 2, stderr: expect.stringContaining('/no/such/file') })
  const added = (await server.events()).slice(before.length)
  expect(added.filter(({ audit_event }) => audit_event === 'record_add')).toEqual([])
})
