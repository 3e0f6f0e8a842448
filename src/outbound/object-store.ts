import { hash } from 'node:crypto'
import { z } from 'zod'
import type { HttpRequest } from './http-request.ts'
import { address, line, secret } from './setting.ts'

/** Amazon S3 and what speaks like it: the settings of a bucket, and requests to it. */

/** Where the objects go, and by whose leave. */
export const bucketSettings = {
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
    .meta({ title: 'Bucket' }),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'must be a region, such as eu-central-1')
    .meta({ title: 'Region' }),
  endpoint: address(
    'Address of a server that is not AWS, such as https://minio.example.com',
  ).optional(),
  access_key_id: line('Access key ID'),
  secret_access_key: secret('Secret access key'),
  session_token: secret('Session token').optional(),
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9/._=-]{0,200}$/, 'may hold letters, digits and / . _ = -')
    .default('keepwatch/')
    .meta({ title: 'What the names of objects begin with' }),
}

const bucket = z.strictObject(bucketSettings)

export type Bucket = z.output<typeof bucket>

export type ObjectToPut = {
  /** Behind the prefix. */
  readonly name: string
  readonly body: Uint8Array
  readonly mediaType: string
}

/** A bucket has a host name of its own at AWS, unless a dot in its name is not in the certificate; elsewhere it is a folder. */
function folderOf({ bucket: name, region, endpoint }: Bucket): string {
  if (endpoint) return `${endpoint}/${name}`
  if (name.includes('.')) return `https://s3.${region}.amazonaws.com/${name}`
  return `https://${name}.s3.${region}.amazonaws.com`
}

export type ObjectRequest = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** Behind the prefix; nothing for the bucket itself. */
  readonly name?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

function urlOf(bucket: Bucket, { name, query = {} }: ObjectRequest): string {
  const path = name === undefined ? '' : `/${bucket.prefix}${name}`
  const search = String(new URLSearchParams(query))
  return `${folderOf(bucket)}${path}${search && `?${search}`}`
}

/** A request with the signature that makes it ours, good for some minutes. What is sent is part of what is signed. */
export async function signedRequest(
  bucket: Bucket,
  request: ObjectRequest,
): Promise<HttpRequest & { readonly method: ObjectRequest['method'] }> {
  const { AwsV4Signer } = await import('aws4fetch')
  const { method, headers, body = '' } = request
  const url = urlOf(bucket, request)
  const signer = new AwsV4Signer({
    method,
    url,
    headers: { ...headers, 'x-amz-content-sha256': hash('sha256', body, 'hex') },
    accessKeyId: bucket.access_key_id,
    secretAccessKey: bucket.secret_access_key,
    ...(bucket.session_token && { sessionToken: bucket.session_token }),
    service: 's3',
    region: bucket.region,
    allHeaders: true,
  })
  return { method, url, headers: Object.fromEntries((await signer.sign()).headers), body }
}

/** Puts an object that is never overwritten (`If-None-Match`), signed, so that what is sent twice is there once. */
export const putObject = (
  into: Bucket,
  { name, body, mediaType }: ObjectToPut,
): Promise<HttpRequest> =>
  signedRequest(into, {
    method: 'PUT',
    name,
    headers: { 'content-type': mediaType, 'if-none-match': '*' },
    body,
  })
