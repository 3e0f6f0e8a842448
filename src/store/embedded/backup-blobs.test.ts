import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobPath, folderBlobs } from '../folder-blobs.ts'
import { packBlobs, unpackBlobs } from './backup-blobs.ts'
import { openEmbeddedStore } from './embedded-store.ts'

let folder: string
let copy: string
let name: string
const bytes = randomBytes(9_000_000)
const sha256 = createHash('sha256').update(bytes).digest('base64url')

async function* whole() {
  yield bytes
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-carried-'))
  copy = join(folder, 'keepwatch.db')
  name = await (await folderBlobs(join(folder, 'files')).receive(whole(), bytes.length)).keep()
  const store = await openEmbeddedStore({ folder })
  await store.transaction(async ({ files }) => {
    const ids = { file_uid: 'file', record_uid: 'record', owner_uid: 'owner' }
    const sealed = { owner_key: '', link_key: '', data: '' }
    await files.insert({ ...ids, ...sealed, size: bytes.length, sha256, blob: name, created_at: 0 })
  })
  await store.close()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a backup carries the files of records in parts, and gives them back byte for byte', async () => {
  await packBlobs(copy, folderBlobs(join(folder, 'files')))
  await unpackBlobs(copy, folderBlobs(join(folder, 'restored')))
  const restored = await readFile(join(folder, 'restored', blobPath(name)))
  expect(restored.equals(bytes)).toBe(true)
  const database = new DatabaseSync(copy)
  expect(database.prepare("select 1 from sqlite_schema where name = 'backup_blobs'").get()).toBe(
    undefined,
  )
  database.close()
})

test('a file that is damaged or gone is named, and no backup is made of it', async () => {
  const place = join(folder, 'files', blobPath(name))
  await writeFile(place, 'damaged', { flag: 'r+' })
  await expect(packBlobs(copy, folderBlobs(join(folder, 'files')))).rejects.toThrow(name)
  await rm(place)
  await expect(packBlobs(copy, folderBlobs(join(folder, 'files')))).rejects.toThrow(
    'make the backup again',
  )
})

test('a backup whose file was changed is not restored', async () => {
  await packBlobs(copy, folderBlobs(join(folder, 'files')))
  const database = new DatabaseSync(copy)
  database.exec("update backup_blobs set bytes = x'00' where part = 1")
  database.close()
  await expect(unpackBlobs(copy, folderBlobs(join(folder, 'restored')))).rejects.toMatchObject({
    kind: 'unproven',
  })
})
