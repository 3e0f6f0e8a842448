import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobPath, folderBlobs } from './folder-blobs.ts'

let folder: string

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'keepwatch-blobs-')), 'files')
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

async function* source(...chunks: readonly Uint8Array[]) {
  yield* chunks
}

const everything = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())

test('what was received and kept is found again, whole, for its owner alone', async () => {
  const blobs = folderBlobs(folder)
  const bytes = randomBytes(1_000_000)
  const draft = await blobs.receive(source(bytes.subarray(0, 7), bytes.subarray(7)), 1_000_000)
  const sha256 = createHash('sha256').update(bytes).digest('base64url')
  expect(draft).toMatchObject({ size: 1_000_000, sha256 })

  const name = await draft.keep()
  const opened = await blobs.open(name)
  expect(opened?.size).toBe(1_000_000)
  const read = await Array.fromAsync(opened?.chunks ?? [])
  expect(Buffer.concat(read).equals(bytes)).toBe(true)
  expect((await stat(join(folder, blobPath(name)))).mode & 0o777).toBe(0o600)
})

test('a draft is not found, and nothing is left of one that was discarded', async () => {
  const blobs = folderBlobs(folder)
  const draft = await blobs.receive(source(Buffer.from('draft')), 10)
  const [left] = await everything()
  expect(await blobs.open(left?.name ?? '')).toBeUndefined()
  await draft.discard()
  expect(await everything()).toEqual([])
})

test('more than was announced, and a source that breaks off, leave nothing', async () => {
  const blobs = folderBlobs(folder)
  await expect(blobs.receive(source(Buffer.alloc(6), Buffer.alloc(6)), 11)).rejects.toThrow(
    'longer than the 11 bytes',
  )
  async function* torn() {
    yield Buffer.alloc(6)
    throw new Error('gone')
  }
  await expect(blobs.receive(torn(), 11)).rejects.toThrow('gone')
  expect(await everything()).toEqual([])
})

test('a name that leads out of the folder is no name', async () => {
  const blobs = folderBlobs(folder)
  expect(await blobs.open('../../../../etc/passwd')).toBeUndefined()
  await blobs.remove('../../../../etc/passwd')
})

test('old blobs and forgotten drafts are listed, and can be removed', async () => {
  const blobs = folderBlobs(folder)
  const kept = await (await blobs.receive(source(Buffer.from('a')), 1)).keep()
  await blobs.receive(source(Buffer.from('b')), 1)
  expect(await Array.fromAsync(blobs.listOlder(Date.now() - 60_000))).toEqual([])
  const old = await Array.fromAsync(blobs.listOlder(Date.now() + 60_000))
  expect(old).toHaveLength(2)
  expect(old).toContain(kept)
  for (const name of old) await blobs.remove(name)
  expect(await everything()).toEqual([])
})
