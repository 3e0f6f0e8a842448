import { type AnswerTable, json, notFromThem, usualAnswers } from '../../support/answer-table.ts'

/** LogScale, "Ingest API response codes": at most 5,000 events and 5 MB a request, 1 MiB an event. */
export const logscale: AnswerTable = {
  name: 'logscale',
  settings: (url) => ({ url, token: '1095ca1e-0000-4000-8000-5ec7e7000002' }),
  most: { events: 5_000, bytes: 5_000_000, eventBytes: 1_048_576 },
  answers: [
    ...usualAnswers,
    notFromThem(202),
    { when: 'it is received and committed', answer: json(200, {}), becomes: 'done' },
    { when: 'it cannot be read', answer: { status: 400 }, becomes: 'dead' },
    { when: 'the token is wrong', answer: { status: 401 }, becomes: 'paused' },
    { when: 'the token may not', answer: { status: 403 }, becomes: 'paused' },
    { when: 'it is too large', answer: { status: 413 }, becomes: 'dead' },
  ],
}
