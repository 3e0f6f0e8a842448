import { Failure } from '../kernel/errors.ts'
import type { Bucket, BucketAnswer } from '../outbound/bucket.ts'
import { inside } from './bucket-listing.ts'

/** An object that comes in parts: nobody sees it until it is whole. A small one needs no parts. */
export function partedObject(bucket: Bucket, name: string) {
  const tags: string[] = []
  let uploadId: string | undefined

  async function begin(): Promise<string> {
    const begun = await bucket.ask({ method: 'POST', name, query: { uploads: '' } })
    return inside(begun.text, 'UploadId')
  }

  async function put(body: Uint8Array) {
    uploadId ??= await begin()
    const query = { partNumber: String(tags.length + 1), uploadId }
    const { headers } = await bucket.ask({ method: 'PUT', name, query, body })
    tags.push(headers.etag ?? '')
  }

  /** An answer that says yes may still mean no, and one that says no may mean that an answer before it was lost. */
  async function isWhole({ text }: BucketAnswer, size: number) {
    if (text.includes('<CompleteMultipartUploadResult')) return true
    const { headers } = await bucket.ask({ method: 'HEAD', name }, [404])
    return Number(headers['content-length']) === size && headers.etag !== undefined
  }

  return {
    put,
    isParted: () => uploadId !== undefined,
    async end(size: number) {
      const parts = tags.map(
        (tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`,
      )
      const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
      const query = { uploadId: uploadId ?? '' }
      const ended = await bucket.ask({ method: 'POST', name, query, body }, [404])
      if (await isWhole(ended, size)) return
      const cause = new Error(`the bucket did not put ${name} together: ${ended.text}`)
      throw new Failure('busy', 'The storage of files did not take the file. Send it again.', {
        cause,
      })
    },
    async abort() {
      if (uploadId) await bucket.ask({ method: 'DELETE', name, query: { uploadId } }, [404])
    },
  }
}
