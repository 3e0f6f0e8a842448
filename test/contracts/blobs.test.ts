import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { folderBlobs } from '../../src/store/folder-blobs.ts'
import { blobsContract } from '../support/blobs-contract.ts'

/** Files in a folder; the same suite runs over a bucket (`test/receivers/files-in-a-bucket.test.ts`). */

blobsContract(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-blobs-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folderBlobs(join(folder, 'files'))
})
