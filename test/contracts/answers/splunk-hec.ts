import { splunkHec as splunkTarget } from '../../../src/exports/targets/splunk-hec.ts'
import {
  type AnswerTable,
  json,
  notFromThem,
  sendThree,
  usualAnswers,
} from '../../support/answer-table.ts'
import { type Answer, startReceiver } from '../../support/receiver.ts'

const coded = (status: number, code: number, text: string, more = {}) =>
  json(status, { text, code, ...more })

const taken = coded(200, 0, 'Success', { ackId: 4 })

/** Sends with indexer acknowledgement to a collector that answers the questions for it one after another. */
const asking = (batch: Answer, acks: readonly Answer[]) => async () => {
  const receiver = await startReceiver()
  let asked = 0
  receiver.answerWith(({ path }) => {
    if (!path.includes('/ack')) return batch
    asked += 1
    return acks[asked - 1] ?? { status: 500 }
  })
  const settings = { url: receiver.url, token: 'a-token', acknowledge: 'yes' }
  return sendThree(splunkTarget, settings).finally(() => receiver.stop())
}

/** Splunk, "Troubleshoot HTTP Event Collector": possible error codes. `max_content_length` is 800,000 in versions before 6.6. */
export const splunkHec: AnswerTable = {
  name: 'splunk-hec',
  settings: (url) => ({ url, token: 'hec0c0de-0000-4000-8000-5ec7e7000001' }),
  most: { events: 10_000, bytes: 1_000_000 },
  answers: [
    ...usualAnswers,
    notFromThem(),
    { when: 'Success', answer: coded(200, 0, 'Success'), becomes: 'done' },
    { when: 'Token disabled', answer: coded(403, 1, 'Token disabled'), becomes: 'paused' },
    { when: 'Token is required', answer: coded(401, 2, 'Token is required'), becomes: 'paused' },
    {
      when: 'Invalid authorization',
      answer: coded(401, 3, 'Invalid authorization'),
      becomes: 'paused',
    },
    { when: 'Invalid token', answer: coded(403, 4, 'Invalid token'), becomes: 'paused' },
    { when: 'No data', answer: coded(400, 5, 'No data'), becomes: 'dead' },
    {
      when: 'Invalid data format',
      answer: coded(400, 6, 'Invalid data format', { 'invalid-event-number': 2 }),
      becomes: { at: 2 },
    },
    {
      when: 'Incorrect index',
      answer: coded(400, 7, 'Incorrect index', { 'invalid-event-number': 1 }),
      becomes: 'paused',
    },
    {
      when: 'Internal server error',
      answer: coded(500, 8, 'Internal server error'),
      becomes: 'again',
    },
    { when: 'Server is busy', answer: coded(503, 9, 'Server is busy'), becomes: 'again' },
    {
      when: 'Data channel is missing',
      answer: coded(400, 10, 'Data channel is missing'),
      becomes: 'paused',
    },
    {
      when: 'Invalid data channel',
      answer: coded(400, 11, 'Invalid data channel'),
      becomes: 'paused',
    },
    {
      when: 'Event field is required',
      answer: coded(400, 12, 'Event field is required', { 'invalid-event-number': 0 }),
      becomes: { at: 0 },
    },
    {
      when: 'Event field cannot be blank',
      answer: coded(400, 13, 'Event field cannot be blank', { 'invalid-event-number': 1 }),
      becomes: { at: 1 },
    },
    { when: 'ACK is disabled', answer: coded(400, 14, 'ACK is disabled'), becomes: 'paused' },
    {
      when: 'Error in handling indexed fields',
      answer: coded(400, 15, 'Error in handling indexed fields', { 'invalid-event-number': 1 }),
      becomes: { at: 1 },
    },
    {
      when: 'the queues are full',
      answer: coded(503, 18, 'HEC is unhealthy, queues are full'),
      becomes: 'again',
    },
    {
      when: 'Server is shutting down',
      answer: coded(503, 23, 'Server is shutting down'),
      becomes: 'again',
    },
  ],
  happenings: [
    {
      when: 'an indexer has it, on the second question',
      act: asking(taken, [json(200, { acks: { 4: false } }), json(200, { acks: { 4: true } })]),
      becomes: 'done',
    },
    {
      when: 'the collector took it and gives no number to ask for',
      act: asking(coded(200, 0, 'Success'), []),
      becomes: 'paused',
    },
    {
      when: 'the questions are refused',
      act: asking(taken, [coded(400, 14, 'ACK is disabled')]),
      becomes: 'paused',
    },
    {
      when: 'the collector dies between the batch and the question',
      act: asking(taken, [json(200, { acks: { 4: false } }), { status: 503 }]),
      becomes: 'again',
    },
  ],
}
