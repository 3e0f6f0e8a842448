import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUid } from '../../src/kernel/ids.ts'
import { openBucket } from '../../src/outbound/bucket.ts'
import { bucketOf } from '../../src/outbound/bucket-url.ts'
import { bucketBlobs } from '../../src/store/bucket-blobs.ts'
import { blobsContract } from '../support/blobs-contract.ts'
import { type CuttableLine, cuttableLine } from '../support/cuttable-line.ts'
import { filesUrl } from './support/files-url.ts'
import { type S3Server, startS3 } from './support/s3-server.ts'

/** Files in a bucket of a server that checks every signature and every permission. */

let server: S3Server
let line: CuttableLine

beforeAll(async () => {
  server = await startS3()
  line = await cuttableLine(server.settings['endpoint'] ?? '')
}, 120_000)

afterAll(async () => {
  await line.close()
  await server.stop()
})

const blobsAt = (over: { prefix?: string; endpoint?: string } = {}) =>
  bucketBlobs(openBucket(bucketOf(filesUrl(server, { prefix: newUid(), ...over }), {})))

blobsContract(async () => blobsAt())

async function* source(...chunks: readonly Uint8Array[]) {
  yield* chunks
}

test('a prefix holds its own files only', async () => {
  const [mine, others] = [blobsAt(), blobsAt()]
  const name = await (await mine.receive(source(Buffer.from('a')), 1)).keep()
  expect(await others.open(name)).toBeUndefined()
  expect(await Array.fromAsync(others.listOlder(Date.now() + 60_000))).toEqual([])
})

test('more files than one answer lists are all listed', { timeout: 60_000 }, async () => {
  const blobs = blobsAt()
  const put = async () => (await blobs.receive(source(Buffer.from('a')), 1)).keep()
  const names: string[] = []
  while (names.length < 1_003) names.push(...(await Promise.all(Array.from({ length: 17 }, put))))
  const listed = await Array.fromAsync(blobs.listOlder(Date.now() + 60_000))
  expect(listed.sort()).toEqual(names.sort())
})

test('a bucket that refuses is busy to who asks, and the log says why', async () => {
  const wrong = filesUrl(server, { prefix: 'a' }).replace('@events/', '@elsewhere/')
  const blobs = bucketBlobs(openBucket(bucketOf(wrong, {})))
  await expect(blobs.receive(source(Buffer.from('a')), 1)).rejects.toMatchObject({
    kind: 'busy',
    message: expect.stringContaining('refuses this server'),
    cause: expect.objectContaining({ message: expect.stringContaining('NoSuchBucket') }),
  })
})

test('a connection that is cut is another try, and the file is whole', async () => {
  const blobs = blobsAt({ endpoint: line.url })
  const bytes = randomBytes(20_000_000)
  async function* cutOnce() {
    yield bytes.subarray(0, 9_000_000)
    line.cut()
    yield bytes.subarray(9_000_000)
  }
  const name = await (await blobs.receive(cutOnce(), bytes.length)).keep()
  const opened = await blobs.open(name)
  const read = Buffer.concat(await Array.fromAsync(opened?.chunks ?? []))
  expect(read.equals(bytes)).toBe(true)
})

test('a server that cannot be reached is busy, and nothing is left of what was sent', async () => {
  const gone = await cuttableLine(server.settings['endpoint'] ?? '')
  const prefix = newUid()
  const blobs = blobsAt({ prefix, endpoint: gone.url })
  async function* cutForGood() {
    yield randomBytes(9_000_000)
    await gone.close()
    yield randomBytes(9_000_000)
  }
  await expect(blobs.receive(cutForGood(), 20_000_000)).rejects.toMatchObject({
    kind: 'busy',
    message: expect.stringContaining('does not answer'),
  })
  await expect(blobs.open('AAAAAAAAAAAAAAAAAAAAAA')).rejects.toMatchObject({ kind: 'busy' })

  // The upload that nobody ended is found by its age, and removed.
  const near = blobsAt({ prefix })
  const [name = '', ...more] = await Array.fromAsync(near.listOlder(Date.now() + 60_000))
  expect(more).toEqual([])
  expect(await near.open(name)).toBeUndefined()
  await near.remove(name)
  expect(await Array.fromAsync(near.listOlder(Date.now() + 60_000))).toEqual([])
})
