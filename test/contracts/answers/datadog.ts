import { type AnswerTable, json, notFromThem, usualAnswers } from '../../support/answer-table.ts'

const error = (status: number, title: string) => json(status, { errors: [{ status, title }] })

/** Datadog API, "Send logs": status codes; 1,000 entries, 5 MB, 1 MB an entry. */
export const datadog: AnswerTable = {
  name: 'datadog',
  settings: (url) => ({ url, api_key: '0123456789abcdef0123456789abcdef' }),
  most: { events: 1_000, bytes: 5_000_000, eventBytes: 1_000_000 },
  answers: [
    ...usualAnswers,
    notFromThem(),
    { when: 'Accepted', answer: json(202, {}), becomes: 'done' },
    { when: 'Bad request', answer: error(400, 'Bad Request'), becomes: 'dead' },
    { when: 'Unauthorized', answer: error(401, 'Unauthorized'), becomes: 'paused' },
    { when: 'Permission issue', answer: error(403, 'Forbidden'), becomes: 'paused' },
    { when: 'Request timeout', answer: error(408, 'Request Timeout'), becomes: 'again' },
    { when: 'Payload too large', answer: error(413, 'Payload Too Large'), becomes: 'dead' },
    { when: 'Too many requests', answer: error(429, 'Too Many Requests'), becomes: 'again' },
  ],
}
