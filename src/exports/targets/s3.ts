import { z } from 'zod'
import { type HttpAnswer, httpLine } from '../../outbound/http-line.ts'
import { bucketSettings, putObject } from '../../outbound/object-store.ts'
import { judgeStatus, reasonOf } from '../http-verdict.ts'
import { objectFile, objectName } from '../object-file.ts'
import { formatted, trust } from '../setting.ts'
import { targetType } from '../target.ts'
import { again, dead, done, paused, type Verdict } from '../verdict.ts'

const settings = z.strictObject({
  ...bucketSettings,
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

    return {
      async send(units, signal) {
        const { body, suffix, mediaType } = await objectFile(units, { ...given, head })
        const name = objectName(units, suffix)
        return judge(await wire.send(await putObject(given, { name, body, mediaType }), signal))
      },
      close: async () => wire.close(),
    }
  },
})
