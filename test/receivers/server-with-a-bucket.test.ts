import { hash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createSecret,
  downloadFile,
  getSecrets,
  type SecretManagerOptions,
  uploadFile,
} from '@keeper-security/secrets-manager-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { backUp } from '../../src/backup.ts'
import { readConfig } from '../../src/config.ts'
import { fileClaim } from '../../src/file-claim.ts'
import { newUid } from '../../src/kernel/ids.ts'
import { logIdentityIn } from '../../src/log-files.ts'
import { openBucket } from '../../src/outbound/bucket.ts'
import { bucketOf } from '../../src/outbound/bucket-url.ts'
import { restore } from '../../src/restore.ts'
import { bucketBlobs } from '../../src/store/bucket-blobs.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import { blobPath } from '../../src/store/folder-blobs.ts'
import { type CuttableLine, cuttableLine } from '../support/cuttable-line.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { readEvents } from '../support/read-events.ts'
import { fromAddress, refusal, trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { type SharedApp, sharedApp } from '../support/shared-app.ts'
import { filesUrl } from './support/files-url.ts'
import { type S3Server, type StoredObject, startS3 } from './support/s3-server.ts'

/** The official SDK sends files to a server that keeps them in a bucket, and gets them back through it. */

const hour = 3_600_000
const prefix = newUid()

let passed = 0
let s3: S3Server
let line: CuttableLine
let server: TestServer
let owner: CommandLine
let app: SharedApp
let device: SecretManagerOptions
let uid: string
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-bucket-'))
  s3 = await startS3()
  line = await cuttableLine(s3.settings['endpoint'] ?? '')
  server = await startServer({
    clock: () => new Date(Date.now() + passed),
    flags: {
      filesUrl: filesUrl(s3, { prefix, endpoint: line.url }),
      fileLimit: 11_000_000,
      fileQuota: 14_000_000,
    },
  })
  trust(server)
  owner = await ownerOf(server)
  app = await sharedApp(server, owner)
  device = await app.device('builder')
  await getSecrets(device)
  uid = await createSecret(device, app.folder, { title: 'With files', type: 'login', fields: [] })
}, 120_000)

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await line.close()
  await s3.stop()
  await rm(folder, { recursive: true, force: true })
})

afterEach(() => {
  passed = 0
})

const flags = () => ({ filesUrl: filesUrl(s3, { prefix }) })
const bucket = () => bucketBlobs(openBucket(bucketOf(flags().filesUrl, {})))

async function* pieces(bytes: Uint8Array) {
  yield bytes
}

const isFile = (name: string) => /\/[\w-]{22}$/.test(name)
const files = async () => (await s3.objects(prefix)).filter(({ name }) => isFile(name))

const digests = (objects: readonly StoredObject[]) =>
  objects.map(({ name, bytes }) => `${name.split('/').at(-1)} ${hash('sha256', bytes)}`).sort()

async function recordOf(record = uid) {
  const [found] = (await getSecrets(device, [record])).records
  if (!found) throw new Error(`there is no record ${record}`)
  return found
}

async function fileOf(name: string) {
  const found = (await recordOf()).files?.find(({ data }) => data.name === name)
  if (!found) throw new Error(`there is no file ${name}`)
  return found
}

const upload = async (name: string, data: Uint8Array) =>
  uploadFile(device, await recordOf(), { name, title: name, type: 'text/plain', data })

const small = randomBytes(100_000)

test('a file goes into the bucket, comes back as it was sent, and nothing of it is on the disk', async () => {
  await upload('small.bin', small)
  const stored = await files()
  expect(stored.map(({ bytes }) => bytes.length)).toEqual([100_028])
  expect(Buffer.from(await downloadFile(await fileOf('small.bin'))).equals(small)).toBe(true)
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'file_attachment_downloaded' })
})

test('ten megabytes travel in parts, up and down', async () => {
  await upload('large.bin', randomBytes(10_000_000))
  const answer = await fetch((await fileOf('large.bin')).url ?? '')
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(bytes.length).toBe(10_000_028)
  expect((await files()).some((one) => one.bytes.equals(bytes))).toBe(true)
})

test('the quota holds, and what is refused is not stored', async () => {
  const before = await files()
  expect(await refusal(upload('too-much', new Uint8Array(5_000_000)))).toMatchObject({
    message: expect.stringContaining('exceed the quota'),
  })
  expect(digests(await files())).toEqual(digests(before))
})

test('links are ours: they work once, from where the device may come', async () => {
  const { url } = await fileOf('small.bin')
  expect((await fetch(url ?? '')).status).toBe(200)
  expect((await fetch(url ?? '')).status).toBe(403)
  const elsewhere = await fileOf('small.bin')
  await fromAddress('127.0.0.2', () => downloadFile(elsewhere)).catch(() => {})
  expect(await server.lastEvent()).toMatchObject({
    reason: 'ip_locked',
    endpoint: 'file_download',
    secret_uid: elsewhere.fileUid,
  })
})

test('a file that was damaged in the bucket never looks whole', async () => {
  const { url } = await fileOf('large.bin')
  const large = (await files()).find(({ bytes }) => bytes.length === 10_000_028)
  const [name = ''] = large?.name.split('/').slice(-1) ?? []
  const bytes = Buffer.from(large?.bytes ?? [])
  bytes.write('damaged', 9_000_000)
  await (await bucket().receive(pieces(bytes), bytes.length, name)).keep()
  await expect(fetch(url ?? '').then((answer) => answer.arrayBuffer())).rejects.toThrow()
  await (await bucket().receive(pieces(large?.bytes ?? Buffer.of()), 10_000_028, name)).keep()
})

test('without the bucket files wait with 503, everything else goes on, and it ends by itself', async () => {
  const { url } = await fileOf('small.bin')
  const stored = await files()
  line.block()
  const answer = await fetch(url ?? '')
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
  expect(await answer.json()).toMatchObject({
    message: expect.stringContaining('storage of files does not answer'),
  })
  await expect(upload('later.bin', small)).rejects.toThrow()
  expect(await server.lastEvent()).toMatchObject({
    audit_event: 'app_client_access_denied',
    reason: 'unavailable',
    endpoint: 'file_upload',
  })
  const path = join(folder, 'later.bin')
  await writeFile(path, small)
  const added = await owner.keepwatch('record', 'add', '--title', 'Store', '--file', path)
  expect([added.code, added.stderr]).toEqual([1, expect.stringContaining('does not answer')])
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  expect((await getSecrets(device)).records).toHaveLength(1)

  line.unblock()
  expect(Buffer.from(await downloadFile(await fileOf('small.bin'))).equals(small)).toBe(true)
  expect(digests(await files())).toEqual(digests(stored))
  await upload('later.bin', small)
})

test('what no record names is swept away, but by no copy of the server that is behind', async () => {
  await (await bucket().receive(pieces(small), small.length)).keep()
  const orphans = async () => (await files()).filter(({ bytes }) => bytes.equals(small)).length
  expect(await orphans()).toBe(1)
  passed = 2 * hour
  await server.restart()
  await vi.waitFor(async () => expect(await orphans()).toBe(0), { timeout: 10_000 })
  expect(await files()).toHaveLength(3)

  // What it swept by is kept beside the files: a shorter log of the same keys may take nothing away.
  const place = readConfig({ data: folder, filesUrl: flags().filesUrl }, {})
  const store = await openEmbeddedStore({ folder: join(folder, 'behind') })
  const identity = await logIdentityIn(server.folder)
  const claim = fileClaim(place, { store, identity })
  await expect(claim()).rejects.toThrow('belong to another log or to a newer state')
  await store.close()
})

test('a backup carries what lies in the bucket, and is restored into a folder or another bucket', async () => {
  const place = readConfig({ data: server.folder, filesUrl: flags().filesUrl }, {})
  const backup = join(folder, 'backup.db')
  await backUp(place, backup)
  const restored = (over: object) =>
    restore(readConfig({ data: join(folder, newUid()), ...over }, {}), {
      backup,
      clock: () => new Date(),
    })
  const other = newUid()
  await restored({ filesUrl: filesUrl(s3, { prefix: other }) })
  const mine = await files()
  expect(digests(await s3.objects(other))).toEqual(digests(mine))
  const data = join(folder, 'in-a-folder')
  await restored({ data })
  for (const { name, bytes } of mine) {
    const blob = name.split('/').at(-1) ?? ''
    expect((await readFile(join(data, 'files', blobPath(blob)))).equals(bytes)).toBe(true)
  }
})

test('files move from a bucket into the data folder and into another bucket, and the log says so', async () => {
  await server.stopServing()
  const migrate = (...argv: readonly string[]) =>
    owner.ask<{ files: number; moved: number }>('migrate', ...argv, '--data', server.folder)
  const there = flags().filesUrl
  expect(await migrate('--from', there)).toMatchObject({ files: 3, moved: 3 })
  expect(await migrate('--from', there)).toMatchObject({ files: 3, moved: 0 })
  const other = newUid()
  expect(await migrate('--to', filesUrl(s3, { prefix: other }))).toMatchObject({ moved: 3 })
  expect(digests(await s3.objects(other))).toEqual(digests(await files()))
  const [last] = (await readEvents(server.folder)).slice(-1)
  expect(last).toMatchObject({
    audit_event: 'store_files_moved',
    from: join(server.folder, 'files'),
    to: `s3://events/${other}`,
    count: 3,
  })
})
