import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobPath, folderBlobs } from './folder-blobs.ts'

/** What every place for files promises is in `test/contracts/blobs.test.ts`. */

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

test('a blob is a file for its owner alone', async () => {
  const name = await (await folderBlobs(folder).receive(source(Buffer.from('a')), 1)).keep()
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

test('a source that breaks off leaves no file at all', async () => {
  async function* torn() {
    yield Buffer.alloc(6)
    throw new Error('gone')
  }
  await expect(folderBlobs(folder).receive(torn(), 11)).rejects.toThrow('gone')
  expect(await everything()).toEqual([])
})
