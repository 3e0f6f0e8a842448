import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createSecret,
  deleteSecret,
  downloadFile,
  getSecrets,
  type KeeperFile,
  type KeeperRecord,
  type SecretManagerOptions,
  updateSecret,
  uploadFile,
} from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { fromAddress, refusal, trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type SharedApp, sharedApp } from '../support/shared-app.ts'

/** The unmodified official JavaScript SDK sends files to a real server over TLS and gets them back. */

const minute = 60_000

let passed = 0
let server: TestServer
let owner: CommandLine
let app: SharedApp
let device: SecretManagerOptions
let uid: string

beforeAll(async () => {
  server = await startServer({
    clock: () => new Date(Date.now() + passed),
    flags: { fileLimit: 11_000_000, fileQuota: 12_000_000 },
  })
  trust(server)
  owner = await ownerOf(server)
  app = await sharedApp(server, owner)
  device = await app.device('builder')
  await getSecrets(device)
  const note = { title: 'With files', type: 'login', fields: [] }
  uid = await createSecret(device, app.folder, note)
})
afterAll(async () => {
  await owner.remove()
  await server.stop()
})
beforeEach(async () => {
  await getSecrets(device)
})

async function recordOf(record = uid): Promise<KeeperRecord> {
  const [found] = (await getSecrets(device, [record])).records
  if (!found) throw new Error(`there is no record ${record}`)
  return found
}

async function fileOf(name: string): Promise<KeeperFile> {
  const found = (await recordOf()).files?.find(({ data }) => data.name === name)
  if (!found) throw new Error(`there is no file ${name}`)
  return found
}

const upload = async (name: string, data: Uint8Array, record = uid) =>
  uploadFile(device, await recordOf(record), { name, title: name, type: 'text/plain', data })

const events = async () =>
  (await server.events()).filter(({ category }) => category !== 'log').map((event) => event)
const lastEvents = async (most: number) => (await events()).slice(-most)

const blobs = () =>
  readdirSync(join(server.folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))

test('a file comes back as it was sent, and both ways are on the record with its hash', async () => {
  const sent = randomBytes(100_000)
  const file = await upload('small.bin', sent)
  const about = { attachment_id: file, record_uid: uid, by: 'device', device_name: 'builder' }
  const hash = { size: 100_028, sha256: expect.stringMatching(/^[\w-]{43}$/) }
  expect(await lastEvents(3)).toMatchObject([
    { ...about, audit_event: 'file_attachment_announced', size: 100_028 },
    {
      ...about,
      ...hash,
      audit_event: 'file_attachment_uploaded',
      message: `KSM device builder attached file ${file} to record UID ${uid}`,
      username: 'owner@example.com',
      remote_address: '127.0.0.1',
      client_version: 'ms17.5.0',
    },
    { audit_event: 'app_client_record_update', revision_before: 1, revision: 2 },
  ])

  const listed = await fileOf('small.bin')
  expect(listed).toMatchObject({ fileUid: file, data: { size: 100_000, type: 'text/plain' } })
  expect(Buffer.from(await downloadFile(listed)).equals(sent)).toBe(true)
  expect(await lastEvents(1)).toMatchObject([
    { ...about, ...hash, audit_event: 'file_attachment_downloaded' },
  ])
})

test('ten megabytes go up and come down: the same bytes that the log has the hash of', async () => {
  await upload('large.bin', randomBytes(10_000_000))
  const uploaded = (await events()).at(-2)
  const answer = await fetch((await fileOf('large.bin')).url ?? '')
  const sha256 = createHash('sha256').update(Buffer.from(await answer.arrayBuffer()))
  expect(uploaded).toMatchObject({ size: 10_000_028, sha256: sha256.digest('base64url') })
})

test('a file that is too large, and one for which there is no room, are refused before they are sent', async () => {
  expect(await refusal(upload('huge', new Uint8Array(11_000_000)))).toMatchObject({
    error: 'bad_request',
    message: expect.stringContaining('larger than this server takes'),
  })
  expect(await refusal(upload('too-much', new Uint8Array(2_000_000)))).toMatchObject({
    message: expect.stringContaining('exceed the quota'),
  })
  expect(await lastEvents(2)).toMatchObject([
    { audit_event: 'app_client_access' },
    { audit_event: 'app_client_access_denied', reason: 'quota_exceeded', secret_uid: uid },
  ])
})

test('a link works once, for a quarter of an hour, from where the device may come', async () => {
  const { url } = await fileOf('small.bin')
  const reasonOf = async (link: string) => {
    const { status } = await fetch(link)
    return [status, (await server.lastEvent())?.['reason']]
  }
  expect((await fetch(url ?? '')).status).toBe(200)
  expect(await reasonOf(url ?? '')).toEqual([403, 'replayed'])
  expect(await reasonOf(`${url}x`)).toEqual([403, 'bad_link'])

  const late = (await fileOf('small.bin')).url ?? ''
  passed = 16 * minute
  expect(await reasonOf(late)).toEqual([403, 'link_expired'])
  passed = 0

  const elsewhere = await fileOf('small.bin')
  await fromAddress('127.0.0.2', () => downloadFile(elsewhere)).catch(() => {})
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'app_client_access_denied',
    reason: 'ip_locked',
    endpoint: 'file_download',
    remote_address: '127.0.0.2',
    secret_uid: elsewhere.fileUid,
  })
})

test('a file that was damaged on the disk never looks whole', async () => {
  const { url } = await fileOf('large.bin')
  const [blob = ''] = blobs().filter((one) => statSync(one).size === 10_000_028)
  writeFileSync(blob, Buffer.from('damaged'), { flag: 'r+' })
  await expect(fetch(url ?? '').then((answer) => answer.arrayBuffer())).rejects.toThrow()
})

test('a file goes with its link, and what is not a file of the record does not matter', async () => {
  const { fileUid } = await fileOf('large.bin')
  await updateSecret(device, await recordOf(), undefined, [fileUid, 'AAAAAAAAAAAAAAAAAAAAAA'])
  expect(await lastEvents(2)).toMatchObject([
    { audit_event: 'app_client_record_update' },
    { audit_event: 'file_attachment_deleted', attachment_id: fileUid, record_uid: uid },
  ])
  expect((await recordOf()).files?.map(({ data }) => data.name)).toEqual(['small.bin'])
})

test('a file goes with its record', async () => {
  const { fileUid } = await fileOf('small.bin')
  await deleteSecret(device, [uid])
  expect((await lastEvents(3)).map((event) => event.audit_event)).toContain(
    'file_attachment_deleted',
  )
  expect((await events()).at(-1)).toMatchObject({ attachment_id: fileUid })
  rmSync(join(server.folder, 'files'), { recursive: true })
})
