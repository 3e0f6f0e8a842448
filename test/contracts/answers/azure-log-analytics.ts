import { type AnswerTable, json, notFromThem, usualAnswers } from '../../support/answer-table.ts'

const error = (status: number, code: string) => json(status, { Error: code, Message: code })

/** Microsoft, "HTTP Data Collector API": return codes; 30 MB a post, 32 KB a field. */
export const azureLogAnalytics: AnswerTable = {
  name: 'azure-log-analytics',
  settings: (url) => ({
    url,
    workspace: '11111111-2222-3333-4444-555555555555',
    shared_key: Buffer.alloc(64, 7).toString('base64'),
  }),
  most: { events: 10_000, bytes: 30_000_000, eventBytes: 32_768 },
  answers: [
    ...usualAnswers,
    notFromThem(202),
    { when: 'OK', answer: { status: 200 }, becomes: 'done' },
    { when: 'InactiveCustomer', answer: error(400, 'InactiveCustomer'), becomes: 'paused' },
    { when: 'InvalidApiVersion', answer: error(400, 'InvalidApiVersion'), becomes: 'paused' },
    { when: 'InvalidCustomerId', answer: error(400, 'InvalidCustomerId'), becomes: 'paused' },
    { when: 'InvalidDataFormat', answer: error(400, 'InvalidDataFormat'), becomes: 'dead' },
    { when: 'InvalidLogType', answer: error(400, 'InvalidLogType'), becomes: 'paused' },
    { when: 'MissingLogType', answer: error(400, 'MissingLogType'), becomes: 'paused' },
    {
      when: 'UnsupportedContentType',
      answer: error(400, 'UnsupportedContentType'),
      becomes: 'dead',
    },
    { when: 'InvalidAuthorization', answer: error(403, 'InvalidAuthorization'), becomes: 'paused' },
    { when: 'NotFound', answer: { status: 404 }, becomes: 'paused' },
    { when: 'UnspecifiedError', answer: error(500, 'UnspecifiedError'), becomes: 'again' },
    { when: 'ServiceUnavailable', answer: error(503, 'ServiceUnavailable'), becomes: 'again' },
  ],
}
