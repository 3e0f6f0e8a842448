import { z } from 'zod'
import { answerLine, judgeAnswer, type Outcome, sendRequest } from '../../outbound/channel.ts'
import type { HttpAnswer } from '../../outbound/http-line.ts'
import { bucketSettings, putObject } from '../../outbound/object-store.ts'
import { trust } from '../../outbound/setting.ts'
import { reportWay } from '../report-way.ts'

const settings = z.strictObject({ ...bucketSettings, ...trust })

/** The object is there: this file was stored before, and its answer got lost. */
const wasThere = 412

function judge(answer: HttpAnswer, now: number): Outcome {
  const { status, text } = answer
  if (status === wasThere) return { kind: 'taken', status, answer: 'it was there already' }
  // A proxy or a sign-in page that says yes to everything has not stored anything.
  if (status === 200 && text.trim() !== '')
    return { kind: 'again', status, answer: answerLine(text) }
  return judgeAnswer(answer, now)
}

/** A file in a bucket of Amazon S3, or of what speaks like it; never overwritten. */
export const s3 = reportWay({
  name: 's3',
  title: 'Amazon S3 and compatible',
  settings,
  recipients: ({ bucket, prefix }) => [`s3://${bucket}/${prefix}`],
  placeOf: ({ bucket, prefix }, file) => `s3://${bucket}/${prefix}${file}`,
  async send({ file }, { settings: into }, sending) {
    const { name, bytes: body, mediaType } = file
    const request = await putObject(into, { name, body, mediaType })
    return sendRequest({ request, trust: into, judge }, sending)
  },
})
