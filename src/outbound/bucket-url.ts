import { z } from 'zod'
import { invalid } from '../kernel/errors.ts'
import { type Bucket, bucketSettings } from './object-store.ts'

/** What the environment says of AWS, under the names that its own tools use. */
export type AwsVariables = {
  readonly awsAccessKeyId?: string | undefined
  readonly awsSecretAccessKey?: string | undefined
  readonly awsSessionToken?: string | undefined
  readonly awsRegion?: string | undefined
  readonly awsEndpoint?: string | undefined
}

const bucketUrlForm = 's3://BUCKET/PREFIX?region=REGION&endpoint=URL'

const parts = z.strictObject({
  region: z.string().optional(),
  endpoint: z.string().optional(),
  /** `off` lets an endpoint on a network that the operator trusts be plain HTTP. */
  tls: z.literal('off').optional(),
})

const { endpoint: _, ...plain } = bucketSettings
const settings = z.strictObject(plain)

function partsOf(text: string) {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 's3:' || !url.hostname || url.hash || url.port)
    throw invalid(`expected ${bucketUrlForm}`)
  const query = parts.safeParse(Object.fromEntries(url.searchParams))
  if (query.success) return { url, ...query.data }
  throw invalid(`expected ${bucketUrlForm}, and nothing else behind the question mark`)
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Plain HTTP shows who fetches what, and the session token, to whoever listens. */
function endpointOf(text: string, mayBePlain: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash)
    throw invalid('the endpoint must be https://HOST, without a password and a query')
  if (url.protocol === 'http:' && !loopback.test(url.hostname) && !mayBePlain)
    throw invalid(
      'the endpoint must be https://…: add tls=off where nobody else is on the way to it',
    )
  return url.href.replace(/\/+$/, '')
}

const folder = (path: string) => {
  const inside = path.replace(/^\/+|\/+$/g, '')
  return inside && `${inside}/`
}

/** What the URL says of its owner wins over the environment, and is wanted whole. */
function keysOf({ username, password }: URL, aws: AwsVariables) {
  if (username || password)
    return {
      access_key_id: decodeURIComponent(username),
      secret_access_key: decodeURIComponent(password),
    }
  const { awsAccessKeyId, awsSecretAccessKey, awsSessionToken } = aws
  if (!awsAccessKeyId || !awsSecretAccessKey)
    throw invalid('name the keys of the bucket: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
  return {
    access_key_id: awsAccessKeyId,
    secret_access_key: awsSecretAccessKey,
    ...(awsSessionToken && { session_token: awsSessionToken }),
  }
}

/** The bucket that a URL and the environment name together. Throws `invalid` with what is wrong, never with a key. */
export function bucketOf(text: string, aws: AwsVariables): Bucket {
  const { url, region, endpoint, tls } = partsOf(text)
  const wanted = endpoint ?? aws.awsEndpoint
  const found = settings.safeParse({
    bucket: url.hostname,
    // Servers that are not AWS have no regions, and take this one.
    region: region ?? aws.awsRegion ?? (wanted && 'us-east-1'),
    prefix: folder(decodeURIComponent(url.pathname)),
    ...keysOf(url, aws),
  })
  if (!found.success) {
    const [issue] = found.error.issues
    throw invalid(`${String(issue?.path[0] ?? 'the bucket')}: ${issue?.message}`)
  }
  return { ...found.data, endpoint: wanted && endpointOf(wanted, tls === 'off') }
}

/** To be shown: without keys. */
export const bucketName = (text: string): string => {
  const { url } = partsOf(text)
  return `s3://${url.hostname}${url.pathname}`
}
