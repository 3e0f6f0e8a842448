import { newUid } from '../kernel/ids.ts'
import type { Bucket } from '../outbound/bucket.ts'
import type { BlobDraft, Blobs, OpenBlob } from './blobs.ts'
import { type Listed, listObjects, listUploads } from './bucket-listing.ts'
import { counted } from './counted.ts'
import { partedObject } from './parted-object.ts'
import { partsOf } from './parts.ts'

/** What one upload holds in memory, twice at most. S3 wants 5 MiB at least, and 10,000 parts at most. */
const usualPart = 8 * 1024 * 1024
const mostParts = 10_000
const isName = (name: string) => /^[\w-]{22}$/.test(name)

async function* chunksOf(object: AsyncIterable<Uint8Array> & { destroy(): unknown }) {
  try {
    yield* object
  } finally {
    object.destroy()
  }
}

/** Blobs in a bucket of an object store, each an object of its own behind the bucket's prefix. */
export function bucketBlobs(bucket: Bucket): Blobs {
  async function send(name: string, source: AsyncIterable<Uint8Array>, most: number) {
    const { chunks, facts } = counted(source, most)
    const object = partedObject(bucket, name)
    try {
      for await (const { bytes, isLast } of partsOf(chunks, partSize(most))) {
        if (isLast && !object.isParted()) await bucket.ask({ method: 'PUT', name, body: bytes })
        else await object.put(bytes)
      }
      const sent = facts()
      if (object.isParted()) await object.end(sent.size)
      return sent
    } catch (error) {
      // What cannot be taken away now is found by its age.
      await object.abort().catch(() => undefined)
      throw error
    }
  }

  async function receive(
    source: AsyncIterable<Uint8Array>,
    most: number,
    name = newUid(),
  ): Promise<BlobDraft> {
    const facts = await send(name, source, most)
    return { ...facts, keep: async () => name, discard: () => remove(name) }
  }

  async function open(name: string): Promise<OpenBlob | undefined> {
    const object = isName(name) ? await bucket.read(name) : undefined
    if (!object) return undefined
    return {
      size: Number(object.headers['content-length']),
      chunks: chunksOf(object),
      close: async () => void object.destroy(),
    }
  }

  async function remove(name: string): Promise<void> {
    if (!isName(name)) return
    await bucket.ask({ method: 'DELETE', name }, [404])
    for (const { uploadId } of await listUploads(bucket, name))
      await bucket.ask({ method: 'DELETE', name, query: { uploadId } }, [404])
  }

  async function* listOlder(than: number): AsyncGenerator<string> {
    const old = ({ name, at }: Listed) => isName(name) && at < than
    for await (const one of listObjects(bucket)) if (old(one)) yield one.name
    for (const one of await listUploads(bucket)) if (old(one)) yield one.name
  }

  return { receive, open, remove, listOlder }
}

const partSize = (most: number) => Math.max(usualPart, Math.ceil(most / mostParts))
