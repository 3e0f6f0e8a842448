import type { Bucket } from '../outbound/bucket.ts'

/** S3 answers in XML. The names that we give have no character that is written otherwise there. */

const perPage = 1_000

const insideEach = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, text = '']) => text)

/** What the first element of that name holds. */
export const inside = (xml: string, name: string): string => insideEach(xml, name)[0] ?? ''

/** Something behind the bucket's prefix, and when it came, in milliseconds. */
export type Listed = { readonly name: string; readonly at: number }

const listed = ({ prefix }: Bucket, one: string, since: string): Listed => ({
  name: inside(one, 'Key').slice(prefix.length),
  at: Date.parse(inside(one, since)),
})

/** Every object, a page at a time. */
export async function* listObjects(bucket: Bucket): AsyncGenerator<Listed> {
  let after = ''
  for (;;) {
    const paged = { 'list-type': '2', prefix: bucket.prefix, 'max-keys': String(perPage) }
    const query = { ...paged, ...(after && { 'start-after': after }) }
    const { text } = await bucket.ask({ method: 'GET', query })
    const found = insideEach(text, 'Contents')
    yield* found.map((one) => listed(bucket, one, 'LastModified'))
    if (found.length === 0 || inside(text, 'IsTruncated') !== 'true') return
    after = inside(found.at(-1) ?? '', 'Key')
  }
}

/** Uploads in parts that nobody has ended: at most a thousand, the others another time. */
export async function listUploads(bucket: Bucket, name = '') {
  const query = { uploads: '', prefix: `${bucket.prefix}${name}` }
  const { text } = await bucket.ask({ method: 'GET', query })
  return insideEach(text, 'Upload').map((one) => ({
    ...listed(bucket, one, 'Initiated'),
    uploadId: inside(one, 'UploadId'),
  }))
}
