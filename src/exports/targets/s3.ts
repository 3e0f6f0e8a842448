import { hash } from 'node:crypto'
import { z } from 'zod'
import { type HttpAnswer, httpLine } from '../../outbound/http-line.ts'
import { judgeStatus, reasonOf } from '../http-verdict.ts'
import { objectFile, objectName } from '../object-file.ts'
import { address, formatted, line, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'
import { again, dead, done, paused, type Verdict } from '../verdict.ts'

const settings = z.strictObject({
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
  format: z
    .enum(['keeper-json', 'csv', 'parquet', 'ecs', 'ocsf', 'syslog', 'cef', 'leef'])
    .default('keeper-json')
    .meta({ title: 'Format' }),
  compression: z
    .enum(['gzip', 'none'])
    .default('gzip')
    .meta({ title: 'Compression (Parquet has its own)' }),
  seconds: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_600)
    .default(60)
    .meta({ title: 'How long events are collected for an object, in seconds' }),
  ...trust,
})

type Settings = z.output<typeof settings>

/** A bucket has a host name of its own at AWS, unless a dot in its name is not in the certificate; elsewhere it is a folder. */
function folderOf({ bucket, region, endpoint }: Settings): string {
  if (endpoint) return `${endpoint}/${bucket}`
  if (bucket.includes('.')) return `https://s3.${region}.amazonaws.com/${bucket}`
  return `https://${bucket}.s3.${region}.amazonaws.com`
}

const codeOf = ({ text }: HttpAnswer) => /<Code>(\w+)<\/Code>/.exec(text)?.[1]

/** docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. Nothing in an event can be wrong: a 400 is a wrong setting. */
function judge(answer: HttpAnswer): Verdict {
  const { status, text } = answer
  const code = codeOf(answer)
  // The object is there: this batch was stored before, and its answer got lost.
  if (status === 412) return done
  if (status === 409 || code === 'RequestTimeout' || code === 'SlowDown')
    return again(reasonOf(answer))
  if (status === 413 || code === 'EntityTooLarge') return dead(reasonOf(answer))
  if (status === 400) return paused(reasonOf(answer))
  // A proxy or a sign-in page that says yes to everything has not stored anything.
  if (status === 200 && text.trim() !== '') return again(reasonOf(answer))
  return judgeStatus(answer)
}

/**
 * Amazon S3 and what speaks like it. A batch is an object, named after its first and last number and never overwritten
 * (`If-None-Match`), so that what is sent twice is there once.
 */
export const s3 = targetType({
  name: 's3',
  title: 'Amazon S3 and compatible',
  settings,
  limits: ({ seconds }) => ({ events: 20_000, bytes: 8_000_000, ageMs: seconds * 1_000 }),
  line: (event, { format }, tools) =>
    formatted(event, format === 'parquet' ? 'keeper-json' : format, tools),
  open(given, { reach, formats }) {
    const wire = httpLine(reach, given)
    const head = formats.get(given.format)?.head
    const { access_key_id, secret_access_key, session_token } = given

    async function signed(url: string, body: Uint8Array, mediaType: string) {
      const { AwsV4Signer } = await import('aws4fetch')
      const signer = new AwsV4Signer({
        method: 'PUT',
        url,
        headers: {
          'content-type': mediaType,
          'if-none-match': '*',
          'x-amz-content-sha256': hash('sha256', body, 'hex'),
        },
        accessKeyId: access_key_id,
        secretAccessKey: secret_access_key,
        ...(session_token && { sessionToken: session_token }),
        service: 's3',
        region: given.region,
        allHeaders: true,
      })
      return Object.fromEntries((await signer.sign()).headers)
    }

    return {
      async send(units, signal) {
        const { body, suffix, mediaType } = await objectFile(units, { ...given, head })
        const url = `${folderOf(given)}/${given.prefix}${objectName(units, suffix)}`
        const headers = await signed(url, body, mediaType)
        return judge(await wire.send({ method: 'PUT', url, headers, body }, signal))
      },
      close: async () => wire.close(),
    }
  },
})
